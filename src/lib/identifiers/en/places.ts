/** English: what is a place below the state, and what could stand there instead. */
import { unpack, unpackMap, type PlaceData } from '../locale';
import { allowed, ambiguousTowns, states, towns } from './towns';

export const places: PlaceData = {
	towns,
	townStarts: new Set([...towns].flatMap((town) => (town.includes(' ') ? [town.slice(0, town.indexOf(' '))] : []))),
	ambiguousTowns,
	allowed,
	states,
	before: unpack('in at near from outside around towards toward leaving visiting via through downtown greater'),
	beforeTown: unpack('near outside downtown greater'),
	ofPlaces: unpack('city town village suburb suburbs outskirts streets middle area part north south east west downtown mayor port'),
	motion: unpack('shift shifts shifted move moves moved moving drive drives drove driving fly flies flew flying travel travels travelled traveled commute commutes commuted commuting relocate relocated relocating went go goes going back trip return returned returning bus train trains flight came come deported sent home emigrated fled transferred extradited walked closer close'),
	streets: unpack('street st avenue ave road rd lane ln drive dr boulevard blvd court ct circle terrace highway hwy parkway pkwy alley crescent trail turnpike square plaza heights mews cul-de-sac close gardens grove rise walk parade croft hill green lodge wharf embankment place pl way row bridge pier freeway expressway'),
	institutions: unpackMap(
		'school:[school] elementary:[school] middle:[school] academy:[school] high:[school] kindergarten:[school] preschool:[school] daycare:[daycare] college:[college] university:[university] institute:[institute] hospital:[hospital] general:[hospital] surgery:[clinic] clinic:[clinic] medical:[hospital] infirmary:[hospital] hospice:[hospice] sanatorium:[hospital] rehab:[clinic] church:[church] cathedral:[church] chapel:[church] parish:[parish] temple:[temple] synagogue:[synagogue] mosque:[mosque] monastery:[monastery] prison:[prison] jail:[jail] penitentiary:[prison] correctional:[prison] shelter:[shelter] library:[library] museum:[museum] airport:[airport] station:[station] hotel:[hotel] motel:[motel] inn:[hotel] restaurant:[restaurant] diner:[restaurant] cafe:[cafe] pub:[pub] bar:[bar] mall:[mall] apartments:[building] towers:[building] estates:[neighbourhood] manor:[building] ranch:[farm] farms:[farm] brewery:[business] bakery:[business] bank:[business] factory:[factory] mill:[factory] theater:[theatre] theatre:[theatre] stadium:[stadium] park:[park] beach:[beach] lake:[lake] river:[river] creek:[creek] mountain:[mountain] valley:[valley] island:[island] bay:[bay] harbor:[harbour] springs:[town] falls:[town] hills:[neighbourhood] village:[village] camp:[camp] cemetery:[cemetery] market:[shop] pharmacy:[pharmacy] gym:[gym] ymca:[gym] inc:[employer] llc:[employer] corp:[employer] corporation:[employer] industries:[employer] foundation:[organisation] center:[centre] centre:[centre]'
	),
	congregations: unpack('baptist presbyterian lutheran methodist episcopal catholic adventist unitarian pentecostal congregational ame mennonite apostolic assembly tabernacle fellowship'),
	congregation: '[church]',
	noPlace: unpack('assessment assessments battery checklist index interview inventories postnatal profile schedule syndrome effect scale scales protocol criteria model method test inventory convention study questionnaire declaration principles'),
	atPerson: unpack('look looks looked looking mad angry yell yells yelled yelling shout shouts shouted shouting scream screams screamed screaming laugh laughs laughed laughing smile smiles smiled smiling glance glances glanced pissed furious upset annoyed irritated disappointed threw throw throws swung swings pointed points stare stares stared staring snap snaps snapped lashed swore swears cursed curses barked hissed growled directed aimed out rage anger raging good bad'),
	districts: unpack('county township borough parish district precinct municipality reservation neighborhood neighbourhood province'),
	town: '[town]',
	street: '[street]',
	district: '[county]',
	townIn: (state) => `[a town in ${state}]`,
	zipKey: /\b(?:zip|zip code|postal code|postcode|post code)\b[^.\d]{0,14}$/i,
	// with more than three digits; after "zip", a state or a town, or with the four that follow
	zip: /(?<![\d-])\d{5}(?:-\d{4})?(?![\d-])/g
};
