"""Downloads of press archives about invented people, laid out as researchers' parsers describe."""

from __future__ import annotations

NEXIS = """


Download Request: Selected Items: 1-2
Time Of Request: Friday, March 20, 2020  16:51:31

Terms: (Brask and bridge)


                               1 of 2 DOCUMENTS



                               The Brask Courier

                            November 8, 2021 Monday
                                   Edition 1;
                                    Harbour

Old bridge to stay closed
until spring

BYLINE: Ida Holm and Jon Brekke

SECTION: NEWS; Pg. 6

LENGTH: 42 words

DATELINE: BRASK

The old bridge at Brask will stay closed until spring, Mayor Anna Lindqvist
said on Monday.

"We will not open it before the engineers tell us that it is safe," she told
reporters.

LOAD-DATE: November 8, 2021

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                       Copyright 2021 Brask Courier Ltd
                              All Rights Reserved

                               2 of 2 DOCUMENTS



                               Holm Evening News

                      November 9, 2021 Tuesday 9:15 AM GMT

Fishermen want a ferry

LENGTH: 900 words

"We need a ferry," said Per Sund, who speaks for the fishermen of Holm.

GRAPHIC: The harbour of Holm

LOAD-DATE: November 9, 2021

LANGUAGE: ENGLISH

                       Copyright 2021 Holm Evening News
"""

NEXIS_GERMAN = """

                              Dokument 1 von 1



                                Brasker Bote

                          8. November 2021 Montag

Alte Brücke bleibt zu

AUTOR: Ida Holm

RUBRIK: LOKALES; S. 3

LÄNGE: 23 Wörter

Die alte Brücke bleibt bis zum Frühjahr geschlossen, sagte die Bürgermeisterin
am Montag.

UPDATE: 9. November 2021

SPRACHE: GERMAN; DEUTSCH
"""

NEXIS_FRENCH = """

                              Document 1 de 1


                             Le Courrier de Brask

                             8 novembre 2021 lundi

Le vieux pont reste fermé

AUTEUR: Ida Holm

RUBRIQUE: VILLE; Pg. 3

LONGUEUR: 20 mots

Le vieux pont restera fermé jusqu'au printemps, a dit la maire lundi.

DATE-CHARGEMENT: 9 novembre 2021

LANGUE: FRENCH; FRANÇAIS
"""

NEXIS_UNI = """User Name: reader
Date and Time: Friday, March 20, 2022 4:51 PM
Documents (2)
1. Old bridge to stay closed until spring
2. Fishermen want a ferry

Old bridge to stay closed until spring
The Brask Courier
November 8, 2021 Monday
Copyright 2021 Brask Courier Ltd All Rights Reserved
Section: NEWS; Pg. 6
Length: 42 words
Byline: Ida Holm
Body

The old bridge at Brask will stay closed until spring, Mayor Anna Lindqvist said on Monday.
"We will not open it before the engineers tell us that it is safe," she told reporters.

Classification

Language: ENGLISH
Publication-Type: Newspaper
Load-Date: November 8, 2021

End of Document

Fishermen want a ferry
Holm Evening News
November 9, 2021 Tuesday 9:15 AM GMT
Copyright 2021 Holm Evening News All Rights Reserved
Length: 12 words
Body

"We need a ferry," said Per Sund, who speaks for the fishermen of Holm.

Load-Date: November 9, 2021

End of Document
"""

FACTIVA = """News
Old bridge to stay closed until spring
Ida Holm
42 words
8 November 2021
09:15
The Brask Courier
BRASKC
6
English
(c) 2021 Brask Courier Ltd. All rights reserved

The old bridge at Brask will stay closed until spring, Mayor Anna Lindqvist said on Monday.

"We will not open it before the engineers tell us that it is safe," she told reporters.

Document BRASKC0020211108ehb80003m

Fishermen want a ferry
12 words
9 November 2021
Holm Evening News
HOLMEN
English
© 2021 Holm Evening News

"We need a ferry," said Per Sund, who speaks for the fishermen of Holm.

Document HOLMEN0020211109ehb90001x
"""

FACTIVA_CODES = """HD
Le vieux pont reste fermé
BY Par Ida Holm
WC 1 240 mots
PD 8 novembre 2021
SN Le Courrier de Brask
SC BRASKF
LA Français
CY Copyright 2021 Courrier
LP
Le vieux pont restera fermé jusqu'au printemps, a dit la maire lundi.
TD
« Nous ne l'ouvrirons pas », a-t-elle dit.
CO brask : Ville
AN Document BRASKF0020211108ehb80003m
"""

FACTIVA_PAGE = """<!DOCTYPE html><html><head><title>Factiva</title></head><body>
<div id="article-BRASKC0020211108ehb80003m"><div class="article enArticle">
<div id="hd"><span class="enHeadline">Old bridge to stay closed until spring</span></div>
<div class="author">By Ida Holm</div><div>42 words</div><div>8 November 2021</div><div>09:15</div>
<div>The Brask Courier</div><div>BRASKC</div><div>English</div><div>(c) 2021 Brask Courier</div>
<p class="articleParagraph enarticleParagraph">The old bridge at Brask will stay
 closed until spring, Mayor <b>Anna Lindqvist</b> said on Monday.</p>
<p class="articleParagraph enarticleParagraph">"We need a ferry," said Per Sund.</p>
<p>Document BRASKC0020211108ehb80003m</p></div></div>
<div class="article enArticle"><table>
<tr><td><b>HD</b></td><td><b>Fishermen want a ferry</b></td></tr>
<tr><td><b>WC</b></td><td>12 words</td></tr><tr><td><b>PD</b></td><td>9 November 2021</td></tr>
<tr><td><b>SN</b></td><td>Holm Evening News</td></tr><tr><td><b>LA</b></td><td>English</td></tr>
<tr><td><b>LP</b></td><td><p>"We need a ferry," said Per Sund.</p></td></tr>
<tr><td><b>TD</b></td><td><p>He speaks for the fishermen.</p><p>They number 40.</p></td></tr>
<tr><td><b>AN</b></td><td>Document HOLMEN0020211109ehb90001x</td></tr></table></div></body></html>
"""

PROQUEST = """____________________________________________________________

Old bridge to stay closed until spring

Author: Holm, Ida; Brekke, Jon

Publication info: The Brask Courier ; Brask [Brask]08 Nov 2021: A.6.

ProQuest document link

Abstract: None available.

Full text: The old bridge at Brask will stay closed until spring, Mayor Anna Lindqvist said.

"We will not open it before the engineers tell us that it is safe," she told reporters.

Subject: Bridges; Mayors

Location: Brask

Title: Old bridge to stay closed until spring

Publication title: The Brask Courier; Brask

Pages: A.6

Publication year: 2021

Publication date: Nov 8, 2021

Section: News

Language of publication: English

ProQuest document ID: 2594000001

Document URL: https://proquest.example/docview/2594000001

Copyright: (Copyright 2021 Brask Courier)

Last updated: 2021-11-09

Database: Newsstream

____________________________________________________________

Fishermen want a ferry

Full text: "We need a ferry," said Per Sund, who speaks for the fishermen of Holm.

Title: Fishermen want a ferry

Publication title: Holm Evening News

Publication date: Nov 9, 2021

ProQuest document ID: 2594000002

Database: Newsstream

____________________________________________________________

Contact us at: http://proquest.example Copyright 2021
"""

EUROPRESSE = """<!DOCTYPE html><html><head><title>Europresse</title></head><body>
<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">
Le Courrier de Brask, no. 2412</span></div>
<div><span class="DocHeader">Ville, lundi 8 novembre 2021, p. 3</span></div>
<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">
Le vieux pont reste fermé</p></div><div class="docAuthors">Ida Holm</div></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer">
<p>Le vieux pont restera fermé jusqu'au <mark>printemps</mark>, a dit la maire lundi.</p>
<p>« Nous ne l'ouvrirons pas », a-t-elle dit.</p></div></div></section>
<footer><small>© 2021 Courrier. Tous droits réservés.</small>
<div class="publiC-lblNodoc">news·20211108·CB·0031</div></footer></article>
<article><header><div><span class="DocPublicationName">Holm Evening News</span></div>
<div><span class="DocHeader">Tuesday, November 9, 2021, 120 words</span></div>
<div class="titreArticle">Fishermen want a ferry</div></header>
<section><div class="DocText"><p>"We need a ferry," said Per Sund.</p></div></section></article>
</body></html>
"""
