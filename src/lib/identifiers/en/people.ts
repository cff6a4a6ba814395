/** Words around names: titles, kin, verbs that only people do, and people whose names are methods or books. */
import { unpack, unpackMap } from '../locale';

/** With and without their dot. */
export const titles = unpackMap(
	'mr:[client] mrs:[client] ms:[client] mx:[client] miss:[client] mister:[client] dr:[doctor] doctor:[doctor] prof:[professor] professor:[professor] rev:[minister] reverend:[minister] pastor:[pastor] fr:[priest] rabbi:[rabbi] imam:[imam] sr:[client] sra:[client] señor:[client] senor:[client] senora:[client] herr:[client] frau:[client] mme:[client] monsieur:[client] madame:[client] madam:[client] sir:[client] lady:[client] lord:[client] aunt:[aunt] auntie:[aunt] aunty:[aunt] tia:[aunt] uncle:[uncle] tio:[uncle] grandma:[grandmother] grandpa:[grandfather] granny:[grandmother] nana:[grandmother] officer:[officer] detective:[detective] sergeant:[officer] sgt:[officer] lt:[officer] lieutenant:[officer] captain:[officer] capt:[officer] colonel:[officer] judge:[judge] coach:[coach] nurse:[nurse] principal:[principal] senator:[senator] attorney:[attorney] sheikh:[elder] hon:[judge]'
);

/** What may stand instead of the name that follows. */
export const people = unpackMap(
	'client:[name] clients:[name] patient:[name] patients:[name] supervisee:[name] analysand:[name] case:[client] ' +
	'sister:[relative] brother:[relative] mother:[relative] father:[relative] mom:[relative] mum:[relative] mama:[relative] dad:[relative] papa:[relative] daughter:[relative] son:[relative] wife:[relative] husband:[relative] aunt:[relative] uncle:[relative] cousin:[relative] cousins:[relative] niece:[relative] nephew:[relative] grandmother:[relative] grandfather:[relative] grandson:[relative] granddaughter:[relative] grandchild:[relative] stepfather:[relative] stepmother:[relative] stepdad:[relative] stepmom:[relative] stepson:[relative] stepdaughter:[relative] stepbrother:[relative] stepsister:[relative] half-brother:[relative] half-sister:[relative] twin:[relative] twins:[relative] sibling:[relative] child:[relative] children:[relative] kids:[relative] kid:[relative] baby:[relative] toddler:[relative] sons:[relative] daughters:[relative] sisters:[relative] brothers:[relative] parents:[relative] mother-in-law:[relative] father-in-law:[relative] sister-in-law:[relative] brother-in-law:[relative] ' +
	'partner:[partner] spouse:[partner] boyfriend:[partner] girlfriend:[partner] fiance:[partner] fiancee:[partner] ex:[partner] ex-husband:[partner] ex-wife:[partner] ex-boyfriend:[partner] ex-girlfriend:[partner] lover:[partner] ' +
	'friend:[friend] friends:[friend] roommate:[friend] flatmate:[friend] housemate:[friend] neighbor:[neighbour] neighbour:[neighbour] classmate:[friend] bully:[classmate] ' +
	'boss:[colleague] manager:[colleague] colleague:[colleague] coworker:[colleague] co-worker:[colleague] supervisor:[colleague] therapist:[therapist] psychiatrist:[psychiatrist] teacher:[teacher] counselor:[counsellor] counsellor:[counsellor] lawyer:[lawyer] landlord:[landlord] sponsor:[sponsor] caseworker:[caseworker] priest:[priest] pastor:[pastor] nurse:[nurse] doctor:[doctor] ' +
	'boy:[name] girl:[name] man:[name] woman:[name] teen:[name] teenager:[name] couple:[clients] member:[name] student:[name] veteran:[name] widow:[name] widower:[name] adolescent:[name] dog:[pet] cat:[pet]'
);

export const naming = unpack('named called name nickname nicknamed aka alias goes surname call calls renamed introduced');

/** What only a person does, feels or suffers; after it stood a name. */
export const personVerbs = unpack(
	'said says saying told tells tell asked asks replied replies answered answers reported reports disclosed discloses admitted admits denied denies stated states mentioned mentions explained explains shared shares described describes felt feels cried cries wept weeps laughed laughs smiled smiles sobbed screamed screams yelled yells shouted shouts whispered whispers joked jokes complained complains apologized apologised apologizes apologises confessed confesses insisted insists refused refuses agreed agrees promised promises threatened threatens begged begs believes believed thinks thought knows knew wants wanted wishes wished needs hopes fears feared worries worried loves loved hates hated likes misses missed remembers remembered forgot forgets dreams dreamed dreamt struggles struggled suffers suffered drinks drank relapsed relapses vomits vomited self-harms cancelled canceled cancels came comes arrived arrives left leaves moved moves lives lived works worked studies studied sleeps slept eats ate married divorced texted texts called phoned emailed wrote writes brought brings gave gives took takes sits sat stands stood walked walks ran went goes goes hit hits slapped beat beats abused raped hugged kissed died dies killed presented presents identifies avoids avoided trusts trusted blames blamed is was has had does did seems seemed appears appeared looks looked sounds sounded stopped started stops starts keeps kept tried tries lost hides hid steals stole lies lied plays played reads skis sings sang teaches taught hears heard sees saw talks talked speaks spoke met meets asks quits quit cut cuts steps stepped returned returns decided decides enjoys resents resented owes paid pays tests brags bullies bullied withdrew withdraws dissociated dissociates dissociate ruminates binges binged purges purged'
);

/** Of the verbs those that things do as well: after a word that is also an ordinary one they prove nothing. */
export const weakVerbs = unpack('is was has had does did seems seemed appears appeared looks looked sounds sounded stopped started stops starts keeps kept needs comes came goes went gives gave takes took left leaves moves moved works worked hit hits lies plays read reads runs ran brought brings sits stands stood lost dies died helps keeps states presents describes tests cut cuts called met meets pays walks beat beats killed returned returns hopes reports needs fears worries likes misses struggles shares cries wishes dreams dreamed');

export const beforePerson = unpack(
	'told tell tells telling asked ask asks asking met meet meets meeting saw see sees seeing with met phoned called texted emailed wrote thanked hugged kissed married divorced adopted treated referred supervised confronted comforted invited visited left loved hated raped abused threatened about and because that to for by from than like against between whether if when while although but said says think thinks thought believe wonder let lets helped help worried discussed discuss named name is was sent paid'
);

/** Of the words before a person those that stand before things as well. */
export const strongBefore = unpack('told tell tells telling asked asking met phoned texted emailed thanked hugged kissed married adopted confronted comforted named name client patient');

export const linking = unpack("is was isn't wasn't seems seemed feels felt looks looked sounds sounded became gets got turned turns remains has had");
export const having = unpack('has had');
export const between = unpack('not very so still again now also really quite only just never been too much more less already finally a an the his her their two three no another new old younger older');
export const personStates = unpack(
	'back away ill sick pregnant sober angry sad anxious depressed suicidal married divorced unemployed retired hospitalized hospitalised drunk scared afraid tired furious jealous ashamed grieving exhausted terrified hungry adopted engaged bisexual gay lesbian trans transgender nonbinary autistic homeless incarcerated estranged overwhelmed upset crying drinking using sleeping eating relapsing cutting lonely widowed undocumented deaf dyslexic manic psychotic paranoid dissociated withdrawn tearful agitated bulimic anorexic underweight celibate queer religious orphaned nervous embarrassed humiliated heartbroken bullied abused ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty'
);
export const anybody = unpack('client clients patient patients couple member case student students children kids');

export const particles = unpack('de del della di da dos das do van von der den ter ten la le los las du des el al bin ibn bint abu ben y e af av zu zum mac mc st saint san santa o');

export const authors = unpack(
	'mcwilliams adler allport bandura bateson beck berne bion bowen bowenian bowlby bronfenbrenner buber chodron epston erickson erikson fairbairn fonagy foa frankl freud fromm gabbard gendlin gottman gottmans guntrip hellinger horney jung jungian kabat-zinn kernberg kohlberg kohut kolk lacan lacanian laing linehan luborsky madanes maslow meichenbaum minuchin neff pavlov perel perls piaget polster porges prochaska rogers rogerian rorschach satir schore skinner vygotsky wachtel watzlawick wechsler winnicott winnicottian wolpe yalom freudian kleinian adlerian ericksonian aristotle plato socrates buddha kant nietzsche sartre kierkegaard heidegger foucault marx darwin einstein shakespeare dostoevsky kafka tolstoy hamlet oedipus narcissus electra christ allah god krishna rumi balint stroop zung binet briggs myers-briggs dickens austen orwell camus epictetus seneca aurelius'
);

export const authorsInFull = unpack(
	'groundhog_day jekyll_and_hyde dr_jekyll jane_app blue_cross blue_shield united_healthcare red_cross aaron_beck judith_beck carl_rogers sigmund_freud anna_freud carl_jung irvin_yalom marsha_linehan john_gottman julie_gottman sue_johnson murray_bowen john_bowlby mary_ainsworth melanie_klein donald_winnicott wilfred_bion heinz_kohut otto_kernberg erik_erikson milton_erickson fritz_perls virginia_satir salvador_minuchin jay_haley michael_white david_epston viktor_frankl victor_frankl rollo_may erich_fromm karen_horney alfred_adler albert_ellis albert_bandura jean_piaget lev_vygotsky abraham_maslow bessel_van_der_kolk van_der_kolk judith_herman peter_levine pat_ogden stephen_porges daniel_siegel dan_siegel allan_schore esther_perel brene_brown kristin_neff tara_brach jon_kabat-zinn thich_nhat_hanh pema_chodron steven_hayes russ_harris francine_shapiro richard_schwartz dick_schwartz jeffrey_young leslie_greenberg harville_hendrix david_burns martin_seligman william_glasser nancy_mcwilliams peter_fonagy anthony_bateman eugene_gendlin bert_hellinger gabor_mate bruce_perry dan_hughes michael_balint jacques_lacan martin_buber hermann_rorschach alice_miller harriet_lerner ellyn_bader terry_real david_schnarch emily_nagoski marcus_aurelius anna_o little_hans harry_harlow ivan_pavlov william_james robin_hood john_wayne harry_potter michael_jackson taylor_swift barack_obama donald_trump joe_biden martin_luther_king jane_austen emily_dickinson virginia_woolf elena_ferrante leo_tolstoy mother_teresa mary_shelley'
);

export const methodNouns = unpack(
	"schema schemas manual manuals method model therapy inventory scale test approach theory institute training exercise exercises workshop technique techniques index questionnaire school concept idea interview criteria protocol manual book seminar lecture analysis analyst genogram dialogue stance style framework certified informed oriented level levels cards blots inkblots inkblot house four assessment interventions intervention skills view dream archetype archetypes psychology stages effect syndrome disease complex personality indicator depression anxiety would writes wrote calls called quotes quoted paper term terms"
);

/** Letters with dots between them that are nobody's initials, without the dots. */
export const dotted = unpack('am pm us usa uk eu ie eg phd md ba bs ma ms msw lcsw lmft lpc psyd rn np do dc ny la ad bc ce etc nb ps qv cf vs jr sr un eta asap rsvp ok tv id po dob faq ai it dr st mr mrs no');
