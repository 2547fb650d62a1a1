INSERT DATA { <https://w3id.org/carbonlex/ontology#a.b> a owl:Class }
