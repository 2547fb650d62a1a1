INSERT DATA { ex:C a owl:Class . clx:C a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty clx:reading ; owl:someValuesFrom clx:Reading ] }
