DELETE WHERE { <https://w3id.org/carbonlex/ontology> dcterms:license ?said }
