DELETE WHERE { <https://w3id.org/carbonlex/ontology> rdf:type ?said }
