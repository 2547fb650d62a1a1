DELETE { <https://w3id.org/carbonlex/ontology> ?p ?o } INSERT { <https://example.org/ontology> ?p ?o } WHERE { <https://w3id.org/carbonlex/ontology> ?p ?o }
