INSERT DATA { <https://w3id.org/carbonlex/ontology> owl:imports <https://w3id.org/carbonlex/ontology> }
