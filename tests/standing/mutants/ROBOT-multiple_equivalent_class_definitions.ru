INSERT { clx:MandatoryScheme owl:equivalentClass ?other } WHERE { clx:VoluntaryScheme owl:equivalentClass ?other }
