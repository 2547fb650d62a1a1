INSERT DATA { clx:MandatoryScheme owl:equivalentClass clx:VoluntaryScheme }
