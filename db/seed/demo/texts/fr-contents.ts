import type { ContentText } from './demo-language.ts';

const mail = '<a href="mailto:hello@ebbholt.example">hello@ebbholt.example</a>';

/** The shop itself, its collections, pages, policies and notes in French. */
export const frenchContents: Readonly<Record<string, ContentText>> = {
  shop: {
    title: 'Des choses qui restent.',
    body: 'Ebbholt fut d’abord la boutique d’une poterie, dans un ancien moulin à marée à Leer. Aujourd’hui, neuf ateliers de sept pays font ce que nous vendons : trente choses, pas plus.',
    summary: 'Grès, lin, bois et lumière d’ateliers que nous connaissons par leur nom.',
  },
  'collections/table-and-kitchen': {
    title: 'Table et cuisine',
    body: '<p>Des bols qui connaissent leur poids, des planches qui s’accrochent, une théière qui ne goutte pas.</p>',
  },
  'collections/ceramics': {
    title: 'Céramique',
    body: '<p>Terre du Westerwald, cuite à Leer et à Caldas da Rainha. Nous indiquons l’émail, l’atelier et ce que dit le lave-vaisselle.</p>',
  },
  'collections/textiles': {
    title: 'Lin et laine',
    body: '<p>Tissés en Frise sur des métiers plus vieux que les tisserands. Tout se lave à la maison, tout s’adoucit.</p>',
  },
  'collections/lighting': {
    title: 'Lumière',
    body: '<p>Trois lampes, car une pièce en veut trois : une pour manger, une pour lire, une à laisser allumée.</p>',
  },
  'collections/furniture': {
    title: 'Meubles',
    body: '<p>Chêne et noyer de forêts proches de l’atelier ; de l’acier là où le bois serait trop épais. Réparés par ceux qui les construisent.</p>',
  },
  'collections/scent': {
    title: 'Parfum',
    body: '<p>Trois parfums, aucun sucré : le marais après la pluie, le poêle d’à côté, la moitié verte d’une figue.</p>',
  },
  'collections/gifts-under-60': {
    title: 'Cadeaux à moins de 60',
    body: '<p>Assez petits pour un colis, assez bons pour les garder. Emballés de papier gris sans qu’on le demande.</p>',
  },
  'collections/last-pieces': {
    title: 'Dernières pièces',
    body: '<p>Des tailles qui ne seront plus faites, moins chères pour cette seule raison.</p>',
  },
  'collections/the-reading-corner': {
    title: 'Le coin lecture',
    body: '<p>Un fauteuil incliné, une lampe qui regarde par-dessus l’épaule, une place pour le thé. On s’assied pour essayer et l’on reste jusqu’à la fermeture.</p>',
  },
  'collections/hidden-homepage-featured-items': { title: 'À l’accueil', body: '' },
  'collections/hidden-homepage-carousel': { title: 'Le long de l’accueil', body: '' },
  'pages/about': {
    title: 'À propos',
    summary: 'Comment une poterie est devenue une boutique de trente choses qui restent.',
    body: '<p>Le moulin de Leer broyait le grain deux fois par jour, à l’heure de la mer. Anke Voss y mit son four et vendit ses pots par la trappe ; on lui demandait sans cesse la chaise où elle était assise. Notre liste grandit encore ainsi.</p><h2>Ce que nous promettons</h2><p>Chaque produit dit qui l’a fait, de quoi, son poids et comment l’entretenir. Les pièces de rechange sont gardées dix ans.</p><h2>Ce que nous laissons de côté</h2><p>Les comptes à rebours, les fausses promotions et les colis dans des colis.</p>',
  },
  'pages/contact': {
    title: 'Contact',
    summary: 'Écrire ou passer : Ebbholt, au moulin à marée de Leer.',
    body: `<p>Écrivez à ${mail}. Nous répondons les jours ouvrés, souvent avant la prochaine marée.</p><p>La boutique est ouverte du mercredi au samedi, de 11 h à 18 h.</p><p>Pour une commande, gardez son numéro sous la main : il commence par #.</p>`,
  },
  'pages/shipping': {
    title: 'Livraison',
    summary: 'Où nous livrons, à quel prix et quand cela arrive.',
    body: '<p>Les colis partent de l’entrepôt le plus proche de vous. La page de chaque produit indique le jour d’arrivée avant que vous ne mettiez quoi que ce soit dans le panier.</p><table><thead><tr><th>Vers</th><th>Standard</th><th>Offerte dès</th><th>Express</th></tr></thead><tbody><tr><td>Allemagne, Autriche, France, Pays-Bas</td><td>5 €, 2–4 jours</td><td>80 €</td><td>14 €</td></tr><tr><td>Royaume-Uni</td><td>5 £, 2–3 jours</td><td>75 £</td><td>10 £</td></tr><tr><td>États-Unis</td><td>9 $, 3–5 jours</td><td>120 $</td><td>24 $</td></tr><tr><td>Japon</td><td>2 500 ¥, 5–8 jours</td><td>30 000 ¥</td><td>5 800 ¥</td></tr><tr><td>Émirats arabes unis</td><td>70 AED, 4–7 jours</td><td>750 AED</td><td>140 AED</td></tr></tbody></table><p>Les meubles voyagent au même prix.</p>',
  },
  'policies/privacy-policy': {
    title: 'Confidentialité',
    body: '<p>Ceci est une boutique de démonstration. Ce que vous saisissez reste sur la machine qui la fait tourner.</p><h2>Ce que nous gardons</h2><p>Pour une commande : nom, adresse, e-mail, achats et paiement. Les numéros de carte vont directement au prestataire de paiement.</p><h2>Vos droits</h2><p>Copie, correction ou suppression : écrivez à hello@ebbholt.example.</p>',
  },
  'policies/refund-policy': {
    title: 'Retours',
    body: '<p>Soixante jours, sans motif. Renvoyez l’article tel quel dans sa boîte ; l’étiquette est dans le colis.</p><p>L’argent repart par le même chemin sous cinq jours ouvrés, livraison standard comprise.</p><p>Arrivé cassé ? Une photo suffit.</p>',
  },
  'policies/shipping-policy': {
    title: 'Conditions de livraison',
    body: '<p>Les commandes payées avant midi partent le jour ouvré même. Si nous manquons la date annoncée, nous remboursons la livraison.</p><p>Une commande venue de deux entrepôts ne paie qu’une livraison.</p>',
  },
  'policies/terms-of-service': {
    title: 'Conditions générales',
    body: '<h2>Contrat</h2><p>Votre commande est une offre ; notre confirmation par e-mail l’accepte.</p><h2>Prix</h2><p>Les prix comprennent la TVA, sauf aux États-Unis où la taxe s’ajoute à la commande.</p><h2>Garantie</h2><p>Les droits légaux s’appliquent ; pour les meubles, cinq ans de plus.</p><h2>Droit</h2><p>Le droit allemand s’applique, sans toucher à la protection impérative de votre pays.</p>',
  },
  'policies/subscription-policy': {
    title: 'Abonnements',
    body: '<p>Nous n’en proposons pas. Ce qui reste s’achète une fois.</p>',
  },
  'policies/contact-information': {
    title: 'Coordonnées',
    body: '<p>Ebbholt, moulin à marée, Leer, Frise-Orientale, Allemagne. E-mail : hello@ebbholt.example.</p>',
  },
  'policies/legal-notice': {
    title: 'Mentions légales',
    body: '<p>Ebbholt est une boutique inventée qui montre ce que fait ShopFlow. Rien n’est vendu ni envoyé.</p>',
  },
  'blogs/notebook': {
    title: 'Carnet',
    body: '',
    summary: 'Notes des ateliers : faire, garder, réparer.',
  },
  'articles/why-the-rim-stays-bare': {
    title: 'Pourquoi le bord reste nu',
    summary: 'Un émail finit quelque part. Sur le saladier Jusant, là où commencent vos mains.',
    body: '<p>La plupart des fabriques cuisent les bols debout. Nous cuisons les nôtres à l’envers, bord sur bord, par piles de onze : l’émail souderait la pile. Puis nous avons remarqué que le bord nu est chaud et un peu rugueux, comme le flanc d’une barque. Personne ne cherche les anses.</p>',
  },
  'articles/how-to-oil-an-oak-bench': {
    title: 'Huiler un banc de chêne',
    summary: 'Une heure, un chiffon, une règle : ce qu’on essuie compte plus que ce qu’on met.',
    body: '<ol><li>Essuyer humide, laisser sécher une nuit.</li><li>Poncer légèrement au grain 240, dans le sens du bois.</li><li>Passer un peu d’huile, attendre quinze minutes.</li><li>Essuyer tout ce qui n’est pas entré. Puis essuyer encore.</li></ol><p>Faire sécher le chiffon à plat dehors : froissé, il peut s’enflammer.</p>',
  },
  'articles/three-lamps-per-room': {
    title: 'Trois lampes par pièce',
    summary: 'Une pour manger, une pour lire, une à laisser : petite arithmétique du soir.',
    body: '<p>Une seule lampe au plafond éclaire tout et ne montre rien. Suspendez-en une à 60 cm de la table, posez-en une derrière l’épaule qui lit, puis une là où personne n’en a besoin. C’est celle que l’on voit de la rue en rentrant.</p><p>Ampoules chaudes, 2 700 kelvins.</p>',
  },
};
