INSERT DATA { clx:Loop a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( clx:Event clx:Loop ) ] }
