package ccsec.evidence.azure.location_test

import data.ccsec.evidence.azure.location
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_data_location(given) := statements if {
	statements := location.data_location with input as given
}

said_paired_region(given) := statements if {
	statements := location.paired_region with input as given
}

a := "azurerm_storage_account"

c := "azurerm_cosmosdb_account"

refused := "choose a region in DE or FR, or add \"US\" to data.jurisdictions"

test_data_location if {
	said_data_location(t.code(a, {"location": "Germany West Central"})) == {t.yes(a, ["location"], "lies in DE")}
	said_data_location(t.code(a, {"location": "eastus"})) == {t.no(
		a, ["location"],
		"lies in US, which data.jurisdictions leaves out", refused,
	)}
	said_data_location(t.code(a, {"location": testing.open})) == {t.open(a, ["location"])}
	said_data_location(t.code(a, {"location": "nowhere"})) == set()
	said_data_location(object.union(t.code(a, {"location": "eastus"}), {"data": {"jurisdictions": []}})) == set()
	said_data_location(t.code(c, {"location": "francecentral", "geo_location": [{"location": "eastus"}]})) == {
		t.yes(c, ["location"], "lies in FR"),
		t.no(c, ["geo_location", 0, "location"], "lies in US, which data.jurisdictions leaves out", refused),
	}
}

type := ["account_replication_type"]

replicated(kind, place) := t.code(a, {"account_replication_type": kind, "location": place})

test_paired_region if {
	said_paired_region(replicated("GRS", "westeurope")) == {t.no(
		a, type,
		"is copied to IE, which data.jurisdictions leaves out", "write account_replication_type = \"ZRS\"",
	)}
	said_paired_region(object.union(replicated("GRS", "westeurope"), {"data": {"jurisdictions": ["IE", "NL"]}})) == {t.yes(
		a, type,
		"is copied within IE",
	)}
	said_paired_region(replicated("RAGRS", "francecentral")) == {t.yes(a, type, "is copied within FR")}
	said_paired_region(replicated("ZRS", "westeurope")) == {t.yes(a, type, "stays in its region")}
	said_paired_region(replicated(testing.open, "westeurope")) == {t.open(a, type)}
	said_paired_region(replicated("GRS", testing.open)) == set()
	said_paired_region(replicated("GRS", "eastus")) == set()
}
