DELETE WHERE { <https://w3id.org/carbonlex/ontology> dcterms:title ?said }
