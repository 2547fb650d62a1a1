DELETE WHERE { <https://w3id.org/carbonlex/ontology> bibo:status ?said }
