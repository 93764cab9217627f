import type { ProductText } from './demo-language.ts';

/** The products in French, by handle. */
export const frenchProducts: Readonly<Record<string, ProductText>> = {
  'tide-vase': {
    title: 'Vase Marée',
    description:
      'Un ventre plein, un col court, une lèvre juste assez ouverte pour que les branches s’y appuient. Tourné d’un seul geste ; l’émail mat contient de la coquille de moule broyée, et aucun vase ne ressemble tout à fait à l’autre.',
    summary: 'Vase en grès tourné à la main, émail mat à la coquille, deux tailles, trois couleurs.',
  },
  'groyne-planter': {
    title: 'Pot Épi',
    description:
      'Un cylindre simple, à peine conique, en terre ouverte et nue qui laisse respirer les racines. Percé ; sa soucoupe émaillée garde le sol au sec. Résiste au gel jusqu’à −10 °C.',
    summary: 'Pot en terre cuite percé, soucoupe émaillée, résistant au gel, trois tailles.',
  },
  'shoal-candle-holder': {
    title: 'Bougeoir Banc de sable',
    description:
      'Une coupelle basse avec un anneau pour le pouce : la veilleuse des vieilles pensions, redessinée en moins de traits. Pour bougies de 22 mm ; on finit souvent par en aligner trois.',
    summary: 'Bougeoir en grès à anneau, pour bougies de 22 mm, trois émaux mats.',
  },
  'ebb-serving-bowl': {
    title: 'Saladier Jusant',
    description:
      'Large, peu profond et plus lourd qu’il n’en a l’air. Le bord reste sans émail : là où les mains prennent, on sent la terre.',
    summary: 'Grand saladier en grès à bord nu, deux tailles, trois émaux.',
  },
  'dune-dinner-plate': {
    title: 'Assiette Dune',
    description:
      'Un fond plat et un bord droit contre lequel pousser. Pressée pour bien s’empiler, émaillée à la main pour que cela ne se voie pas. Nous gardons chaque émail dix ans au moins.',
    summary: 'Assiette empilable en grès, 27 cm, trois émaux versés à la main.',
  },
  'harbour-mug': {
    title: 'Mug Port',
    description:
      'Des flancs droits, une anse pour trois doigts, 320 ml : un vrai café et de la place pour le lait. Le tiers inférieur, en terre nue, chauffe plus lentement que la boisson.',
    summary: 'Mug en grès de 320 ml, pied en terre nue, quatre émaux.',
  },
  'marsh-teapot': {
    title: 'Théière Marais',
    description:
      'Elle verse sans goutte, tient chaud pour une troisième tasse et reste stable sur son réchaud. Un litre ; le filtre fait partie de la paroi, rien ne se perd.',
    summary: 'Théière en grès d’un litre, filtre intégré, bec sans goutte.',
  },
  'cask-storage-jar': {
    title: 'Pot Tonneau',
    description:
      'Un pot aux parois droites et un couvercle de chêne posé sur un anneau de caoutchouc naturel. Le café reste sec, les biscuits croquants, et le pot peut rester sur la table.',
    summary: 'Pot de conservation en grès, couvercle en chêne hermétique, deux tailles.',
  },
  'rill-tumbler-pair': {
    title: 'Verres Rigole, la paire',
    description:
      'De fines côtes courent le long du verre comme l’eau sur l’estran. Elles viennent du moule ; tout le reste vient du souffle. Deux verres de 280 ml.',
    summary: 'Deux verres côtelés soufflés à la bouche, 280 ml, trois tons.',
  },
  'rill-carafe': {
    title: 'Carafe Rigole',
    description:
      'Les mêmes côtes que les verres, étirées sur un long col qui se tient même les mains mouillées. 1,1 litre, un filet régulier, un bouchon de chêne pour la nuit.',
    summary: 'Carafe côtelée soufflée à la bouche, 1,1 litre, bouchon en chêne.',
  },
  'brack-bud-vase': {
    title: 'Soliflore Saumâtre',
    description:
      'Une goutte de verre épaisse, un col pour une seule tige. Le fond est une lentille qui recueille la lumière et la repose sur la table.',
    summary: 'Petit vase soufflé à la bouche, base en lentille de verre, pour une tige.',
  },
  'plank-serving-board': {
    title: 'Planche de service Bordage',
    description:
      'Une planche d’une seule pièce, un trou pour l’accrocher, des arêtes juste adoucies. Un côté pour le pain, l’autre pour tout le reste.',
    summary: 'Planche à servir et à découper en chêne ou noyer massif, deux longueurs.',
  },
  'oar-spoon-set': {
    title: 'Cuillères Aviron, lot de trois',
    description:
      'Une cuillère pour remuer, une spatule pour racler, une fourchette pour le reste. Les manches s’épaississent vers le bout comme une rame et tiennent dans la main.',
    summary: 'Cuillère, spatule et fourchette sculptées en olivier ou noyer, 32 cm.',
  },
  'grist-mortar': {
    title: 'Mortier Mouture',
    description:
      'Poli dehors, rugueux dedans, assez lourd pour ne pas fuir sous le pilon. Taillé dans un seul bloc ; veines et pores sont ceux de la pierre.',
    summary: 'Mortier et pilon en marbre ou en lave, taillés d’un bloc, 14 cm.',
  },
  'tally-pepper-mill': {
    title: 'Moulin à poivre Encoche',
    description:
      'Une colonne tournée et trois rainures pour compter la mouture : fine, moyenne, grosse. Mécanisme en céramique garanti 25 ans. Moud aussi le sel.',
    summary: 'Moulin à poivre tourné, mécanisme céramique garanti 25 ans, deux hauteurs.',
  },
  'kelp-basket': {
    title: 'Panier Varech',
    description:
      'Une corde de sparte enroulée et cousue, deux anses nées du dernier tour. Il porte des bûches, du linge ou les journaux d’une semaine.',
    summary: 'Panier en sparte tressé à deux anses, trois tailles.',
  },
  'fallow-linen-throw': {
    title: 'Plaid en lin Jachère',
    description:
      'Un lin lourd, lavé à la pierre jusqu’à tomber comme une chose que l’on a depuis des années. Ourlé à la main, un ton plus foncé.',
    summary: 'Plaid en lin lourd lavé à la pierre, 140 × 200 cm, trois couleurs.',
  },
  'furrow-cushion': {
    title: 'Coussin Sillon',
    description:
      'Un tissage côtelé : la laine fait les crêtes, le lin les lignes. Depuis la porte il a une couleur, depuis le canapé deux.',
    summary: 'Coussin côtelé laine et lin, fermeture cachée, quatre couleurs.',
  },
  'selvedge-tea-towels': {
    title: 'Torchons Lisière, la paire',
    description:
      'Moitié lin, moitié coton, tissés étroits pour que les deux longs côtés soient des lisières qui ne s’effilochent pas. Absorbants dès le premier lavage.',
    summary: 'Deux torchons mi-lin à lisières tissées, 50 × 70 cm.',
  },
  'lee-wool-blanket': {
    title: 'Couverture en laine Sous le vent',
    description:
      'Tissée avec la laine des moutons qui tondent les digues, doucement foulée, à franges torsadées. Elle pèse assez pour qu’on la sente, pas plus.',
    summary: 'Couverture en laine foulée à franges torsadées, 140 × 190 cm.',
  },
  'loam-rug': {
    title: 'Tapis Limon',
    description:
      'Un tissage plat de laine filée à la main sur chaîne de coton. Le fil n’est pas tout à fait régulier ; une grande surface unie ne paraît jamais imprimée. Réversible.',
    summary: 'Tapis de laine tissé à plat, réversible, avec sous-couche, trois tailles.',
  },
  'beacon-table-lamp': {
    title: 'Lampe de table Balise',
    description:
      'Un pied de grès, un abat-jour de lin et, entre les deux, un jour de lumière chaude. La clé de laiton sur le cordon règle l’intensité.',
    summary: 'Lampe de table en grès et lin, variateur, trois émaux.',
  },
  'fathom-pendant': {
    title: 'Suspension Brasse',
    description:
      'Une cloche d’aluminium repoussé, assez profonde pour ne jamais voir l’ampoule. Dedans toujours blanc craie ; à suspendre à 60 cm de la table.',
    summary: 'Suspension en aluminium sans éblouissement, deux diamètres, trois couleurs.',
  },
  'heron-floor-lamp': {
    title: 'Lampadaire Héron',
    description:
      'Une tige fine, une tête penchée, un pied au sol : il se tient près du fauteuil comme un héron près du fossé. La tête tourne et reste où on la laisse.',
    summary: 'Liseuse élancée à tête orientable, laiton ou noir.',
  },
  'trestle-stool': {
    title: 'Tabouret Tréteau',
    description:
      'Trois pieds, car trois ne boitent jamais. Ils traversent l’assise et sont coincés par le dessus ; l’assemblage sert d’ornement. Livré d’une pièce.',
    summary: 'Tabouret à trois pieds, tenons apparents, chêne, noyer ou frêne noir.',
  },
  'skiff-bench': {
    title: 'Banc Yole',
    description:
      'Une longue assise légèrement creusée, comme le banc d’une barque, sur deux cadres inclinés. Porte 300 kg sans grincer ; nous avons essayé.',
    summary: 'Banc en bois massif à assise creusée, chêne ou noyer, deux longueurs.',
  },
  'skerry-side-table': {
    title: 'Guéridon Écueil',
    description:
      'Un plateau rond, une tige, un pied assez plat pour glisser sous le canapé. Le bord est relevé de quatre millimètres, pour les crayons et les gouttes.',
    summary: 'Guéridon léger en acier laqué, bord relevé, trois couleurs.',
  },
  'haven-lounge-chair': {
    title: 'Fauteuil Abri',
    description:
      'Un cadre de bois rond et deux coussins profonds, inclinés de onze degrés : l’angle où l’on cesse de se tenir droit. Housses lavables, cadre démontable avec une seule clé.',
    summary: 'Fauteuil bas en bois massif, housses de laine lavables.',
  },
  'ember-candle': {
    title: 'Bougie Braise',
    description:
      'Cire de colza dans un gobelet de grès qui reste quand la bougie n’est plus. Trois parfums, aucun sucré. La petite brûle 40 heures, la grande 80.',
    summary: 'Bougie parfumée à la cire de colza, gobelet en grès, trois parfums.',
  },
  'reed-diffuser': {
    title: 'Diffuseur Roseau',
    description:
      'Sept roseaux dans un flacon de verre brun rendent le parfum à la pièce peu à peu, pendant quatre mois environ. 200 ml.',
    summary: 'Parfum d’intérieur de 200 ml à sept roseaux, trois senteurs.',
  },
};
