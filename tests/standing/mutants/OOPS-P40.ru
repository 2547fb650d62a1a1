INSERT DATA { schema:Legislation rdfs:subClassOf clx:Source }
