"""More invented downloads: the same archives with interfaces in French and German."""

from __future__ import annotations

NEXIS_UNI_FRENCH = """Nom d'utilisateur: lecteur
Documents (1)
1. Le vieux pont reste fermé

Le vieux pont reste fermé
Le Courrier de Brask
lundi 8 novembre 2021
Copyright 2021 Courrier de Brask Tous droits réservés
Section:\u00a0VILLE; Pg. 3
Longueur:\u00a042 mots
Auteur:\u00a0Ida Holm
Corps

Le vieux pont restera fermé jusqu'au printemps, a dit la maire lundi.

Classification

Langue:\u00a0FRENCH; FRANÇAIS
Date-chargement:\u00a09 novembre 2021

Fin du document
"""

NEXIS_UNI_GERMAN = """Dokumente (1)
1. Alte Brücke bleibt zu

Alte Brücke bleibt zu
Brasker Bote
Montag 8. November 2021
Copyright 2021 Brasker Bote Alle Rechte vorbehalten
Rubrik:\u00a0LOKALES; S. 3
Länge:\u00a023 Wörter
Autor:\u00a0Von Ida Holm
Text

Die alte Brücke bleibt bis zum Frühjahr geschlossen, sagte die Bürgermeisterin am Montag.

Klassifizierung

Sprache:\u00a0GERMAN; DEUTSCH

Ende des Dokuments
"""

FACTIVA_FRENCH = """Ville
Le vieux pont reste fermé
Ida Holm
1 042 mots
8 novembre 2021
Le Courrier de Brask
BRASKF
Ville 1
6
Français
Copyright 2021. Courrier

Le vieux pont restera fermé jusqu'au printemps, a dit la maire lundi.

Document BRASKF0020211108ehb80003m
"""

FACTIVA_GERMAN = """LOKALES
Alte Brücke bleibt zu
Von Ida Holm
23 Wörter
8. November 2021
Brasker Bote
BRASKB
3
Deutsch
(c) 2021 Brasker Bote

Die alte Brücke bleibt bis zum Frühjahr geschlossen, sagte die Bürgermeisterin am Montag.

Dokument BRASKB0020211108ehb80003m
"""

PROQUEST_FRENCH = """____________________________________________________________

Le vieux pont reste fermé

Auteur : Holm, Ida

Informations sur la publication : Le Courrier de Brask ; Brask. 08 nov 2021: 6.

Lien vers le document ProQuest

Résumé : aucun.

Texte intégral : Le vieux pont restera fermé jusqu'au printemps, a dit la maire lundi.

Sujet : Ponts

Titre : Le vieux pont reste fermé

Titre de la publication : Le Courrier de Brask; Brask

Date de publication : 8 nov. 2021

Rubrique : Ville

Langue de publication : Français

Identificateur du document ProQuest : 2594000003

URL du document : https://proquest.example/docview/2594000003

Base de données : Newsstream
"""

PROQUEST_GERMAN = """____________________________________________________________

Alte Brücke bleibt zu

Autor: Holm, Ida

Volltext: Die alte Brücke bleibt bis zum Frühjahr geschlossen, sagte die Bürgermeisterin am Montag.

Thema: Brücken

Titel: Alte Brücke bleibt zu

Titel der Publikation: Brasker Bote; Brask

Publikationsdatum: 8. Nov. 2021

Rubrik: Lokales

Publikationssprache: Deutsch

ProQuest-Dokument-ID: 2594000004

Dokument-URL: https://proquest.example/docview/2594000004

Datenbank: Newsstream
"""

EUROPRESSE_OLDER = """<html><body><table><tr><td>
<span class="DocPublicationName">Le Courrier de Brask, no. 2412</span><br>
<span class="DocHeader">Ville</span>,
<span class="DocHeader">lundi</span> <span class="DocHeader">8 novembre 2021</span>,
<span class="DocHeader">p. 3</span><br><br>
<span class="TitreArticleVisu">Le vieux pont reste fermé</span><br>Ida Holm
<p>Le vieux pont restera fermé jusqu'au printemps, a dit la maire lundi.</p>
<p>« Nous ne l'ouvrirons pas », a-t-elle dit.</p>© 2021 Courrier. Tous droits réservés.<br>
news·20211108·CB·0031</td></tr>
<tr><td><span class="DocPublicationName">Holm Evening News</span><br>
<span class="DocHeader">Tuesday</span>,
<span class="DocHeader">November 9, 2021</span><br>
<span class="TitreArticleVisu">Fishermen want a ferry</span><br>
<p>"We need a ferry," said Per Sund, who speaks for the fishermen.</p>© 2021 Holm</td></tr>
</table></body></html>
"""
