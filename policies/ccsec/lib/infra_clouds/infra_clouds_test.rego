package ccsec.lib.infra_clouds_test

import data.ccsec.lib.infra_clouds
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds

words := {"yes": "is kept", "no": "is not kept", "help": "write days = 30"}

log(values) := object.union(testing.resource("log", "this", values), {"path": ["infrastructure", "infra", 0]})

kept := testing_clouds.yes("log", ["days"], "is kept")

lost := testing_clouds.no("log", ["days"], "is not kept", "write days = 30")

left_open := testing_clouds.open("log", ["days"])

test_blocks if {
	infra_clouds.blocks(log({"rule": [{"a": 1}]}), ["rule"]) == [{"a": 1}]
	infra_clouds.blocks(log({}), ["rule"]) == []
	infra_clouds.blocks(log({"rule": testing.open}), ["rule"]) == []
	infra_clouds.blocks({"values": "no map"}, ["rule"]) == []
}

test_number if {
	infra_clouds.number(30) == 30
	infra_clouds.number("30") == 30
	not infra_clouds.number("a month")
	not infra_clouds.number(testing.open)
}

test_lowered if {
	infra_clouds.lowered("Tcp") == "tcp"
	not infra_clouds.lowered(testing.open)
}

test_at_least if {
	infra_clouds.at_least(log({"days": 30}), ["days"], 7, 30, words) == kept
	infra_clouds.at_least(log({"days": "29"}), ["days"], 7, 30, words) == lost
	infra_clouds.at_least(log({}), ["days"], 7, 30, words) == lost
	infra_clouds.at_least(log({"days": testing.open}), ["days"], 7, 30, words) == left_open
	not infra_clouds.at_least(log({"days": "a month"}), ["days"], 7, 30, words)
}

test_sorted if {
	values := {"accepted": {"a"}, "refused": {"b"}}
	infra_clouds.sorted(log({"days": "a"}), ["days"], "b", values, words) == kept
	infra_clouds.sorted(log({}), ["days"], "b", values, words) == lost
	infra_clouds.sorted(log({"days": testing.open}), ["days"], "b", values, words) == left_open
	not infra_clouds.sorted(log({"days": "c"}), ["days"], "b", values, words)
}

test_opened if {
	infra_clouds.opened("22") == {22}
	infra_clouds.opened(3389) == {3389}
	infra_clouds.opened("20-25") == {22, 23}
	infra_clouds.opened("443") == set()
	count(infra_clouds.opened("*")) == count(infra_clouds.guarded_ports)
	not infra_clouds.opened(443)
	not infra_clouds.opened(null)
	not infra_clouds.opened(testing.open)
}

test_placed if {
	infra_clouds.placed(log({}), ["days"], "DE", ["DE"]) == testing_clouds.yes("log", ["days"], "lies in DE")
	infra_clouds.placed(log({}), ["days"], "US", ["DE", "FR"]) == testing_clouds.no(
		"log", ["days"],
		"lies in US, which data.jurisdictions leaves out",
		"choose a region in DE or FR, or add \"US\" to data.jurisdictions",
	)
}

test_stated if {
	infra_clouds.stated == ["DE"] with input as {"data": {"jurisdictions": ["DE"]}}
	not infra_clouds.stated with input as {"data": {"jurisdictions": []}}
	not infra_clouds.stated with input as {}
}

lying(values, references) := object.union(log(values), {"references": {"location": references}})

test_azure_country if {
	infra_clouds.azure_country(lying({"location": "West Europe"}, [])) == "NL"
	not infra_clouds.azure_country(lying({"location": "nowhere"}, []))
	not infra_clouds.azure_country(lying({"location": testing.open}, []))
}

test_azure_country_of_group if {
	group := testing.resource("azurerm_resource_group", "main", {"location": "germanywestcentral"})
	given := testing_clouds.code("azurerm_resource_group", group.values)
	address := "azurerm_resource_group.this"
	country := infra_clouds.azure_country(lying({"location": testing.reference(address)}, [address])) with input as given
	country == "DE"
}

test_google_country if {
	infra_clouds.google_country(log({"location": "EUROPE-WEST3"}), "location") == "DE"
	infra_clouds.google_country(log({"zone": "europe-west3-a"}), "zone") == "DE"
	infra_clouds.google_country(log({"location": "US"}), "location") == "US"
	infra_clouds.google_country(object.union(log({}), {"region": "europe-west4"}), "region") == "NL"
	not infra_clouds.google_country(log({"location": "EU"}), "location")
	not infra_clouds.google_country(log({"location": testing.open}), "location")
}
