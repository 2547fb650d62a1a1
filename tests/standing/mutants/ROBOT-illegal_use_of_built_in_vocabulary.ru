INSERT DATA { rdf:type rdfs:label "kind"@en }
