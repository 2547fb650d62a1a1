DELETE { ?s ?p ?o } WHERE { VALUES ?p { rdfs:subClassOf rdfs:subPropertyOf } ?s ?p ?o . FILTER (!STRSTARTS(STR(?o), STR(clx:))) }
