INSERT DATA { clx:issuedUnder rdfs:subPropertyOf clx:narrow . clx:narrow a owl:ObjectProperty ; rdfs:range clx:Small . clx:Small rdfs:subClassOf clx:Scheme }
