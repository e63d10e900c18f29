"""The list itself: one group of forms a line, lower case, in two languages."""

from __future__ import annotations

GROUPS = """
elizabeth liz lizzie beth betty eliza lisa libby
élisabeth élise babette lisette lise
katherine catherine kathryn kate katie kathy cathy kat kitty
catherine cathy cath katia
margaret maggie meg peggy marge margie greta
marguerite margot margaux maggie
alexandra alex sandra sandy lexi sasha
alexander alex alec sandy sasha xander
alexandre alex
alexis alex lexi
christina christine chris chrissy tina kristina kris
christine chris kiki
christopher chris kit
jennifer jen jenn jenny
jessica jess jessie
amanda mandy
samantha sam sammy
samuel sam sammy
stephanie steph stéphanie
stéphanie steph fanny
victoria vicky vicki tori
victoire vicky
rebecca becky becca bekah
deborah deb debbie debra
patricia pat patty tricia trish
patrick pat paddy
susan sue suzie susie suzanne
suzanne suzie suzon
nancy nan
barbara barb babs barbie
theresa teresa terry tess tessa
thérèse tess
michelle shelly mich
michèle mimi
michael mike mick mikey
michel mike mich
nicole nicky nikki nico
nicolas nick nico
nicholas nick nico
melissa mel missy lissa
mélanie mel
melanie mel
valérie val
valerie val
véronique véro
veronica ronnie vera
dominique dom domi
angela angie
angélique angie
angelina angie lina
jacqueline jackie jacquie
josephine jo josie
joséphine jo josée
josée jo
joanne jo joanna
geneviève gen ginette
genevieve gen gennie
gabrielle gaby gabby elle
gabriel gaby gabe
danielle dani danny
daniel dan danny
emily em emmy millie
émilie émy
emma em emmy
amélie mélie
isabelle isa belle izzy
isabella izzy bella isa
caroline caro carrie carol
carolyn carol carrie lynn
florence flo
francine fran
frances fran frankie francie
françoise fran
françois frank
marie-ève ève mariève
marie-anne manon marianne
marianne manon
marie-claude marie
marie-josée josée marie
marie mimi maria
mary molly polly maria
madeleine mado maddie
madeline maddie maddy
madison maddie maddy
magdalena lena magda
helen helena nell lena ellie
hélène nell lena léna
eleanor ellie nell nora lenore
éléonore nora léo
charlotte charlie lottie
charles charlie chuck
matilda tilly mattie
mathilde mat
natalie nat
nathalie nat
natasha tasha nat
tabitha tabby
tiffany tiff
brittany britt
bridget bridie biddy
brigitte bri
kimberly kim kimmy
kimberley kim kimmy
lucille lucy lou
lucie lou
louise lou
pamela pam
penelope penny
rachel rach
rachelle rach
rosemary rose rosie
rosalie rose rosa
roxanne roxy
sarah sally sadie
sabrina bri
sophia sophie soph
sylvie syl
tamara tammy
vanessa nessa
virginia ginny gina
virginie gina
zachary zach zack
zacharie zach
abigail abby gail
allison ally allie
alison ally allie
alice allie ally
anastasia stacy ana
ann anne annie anna nan
anne annie anna
annabelle anna belle
antoinette toni nettie
anthony tony
antoine tony
benjamin ben benny benji
cassandra cass cassie sandra
cynthia cindy
dorothy dot dottie dolly
édith édie
edward ed eddie ted ned
éric rick
evelyn eve evie
ève évie
gertrude trudy gertie
gwendolyn gwen
henry harry hank
jacob jake
james jim jimmy jamie
jean-françois jeff
jean-philippe jp
joseph joe joey jo
joshua josh
judith judy
julia julie jules
julie juju
leonard leo len
léonie léo
lillian lily lil
lynn lynne
marilyn mary lynn
martha marty
martine marty
matthew matt
mathieu mat
mattéo mat
maxime max
maximilian max
maya mya
mohamed mohammed muhammad mo
natalia nat talia
olivia liv livvy
olivier oli
philippe phil
philip phil pip
raymond ray
richard rick dick rich
robert bob rob bobby bert
rosa rosie
thomas tom tommy
timothy tim timmy
vincent vince
wilhelmina mina billie
william will bill billy liam
"""
