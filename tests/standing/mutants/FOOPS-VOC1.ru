DELETE { <https://w3id.org/carbonlex/ontology> ?p ?o } WHERE { <https://w3id.org/carbonlex/ontology> ?p ?o . FILTER (!STRSTARTS(STR(?p), STR(owl:)) && ?p != rdf:type) }
