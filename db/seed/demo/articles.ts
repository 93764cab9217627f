import type { DemoText } from './pages.ts';
import type { Localized } from './types.ts';

export interface DemoArticle extends DemoText {
  readonly excerpt: Localized;
  readonly author: string;
  readonly tags: readonly string[];
  readonly publishedOn: string;
  readonly imageUrl: string;
  readonly imageAlt: Localized;
}

export const demoBlog = {
  handle: 'notebook',
  title: { en: 'Notebook', de: 'Notizbuch' },
  seoDescription: {
    en: 'Notes from the workshops: how things are made, kept and mended.',
    de: 'Notizen aus den Werkstätten: wie Dinge entstehen, gepflegt und repariert werden.',
  },
} as const satisfies { handle: string; title: Localized; seoDescription: Localized };

export const demoArticles: readonly DemoArticle[] = [
  {
    handle: 'why-the-rim-stays-bare',
    title: { en: 'Why the Rim Stays Bare', de: 'Warum der Rand ohne Glasur bleibt' },
    seoDescription: {
      en: 'A glaze ends somewhere. On the Ebb bowl it ends where your hands begin.',
      de: 'Irgendwo hört eine Glasur auf. Bei der Schale Ebbe dort, wo die Hände anfangen.',
    },
    excerpt: {
      en: '<p>A glaze has to end somewhere. On the Ebb bowl it ends where your hands begin.</p>',
      de: '<p>Irgendwo muss eine Glasur aufhören. Bei der Schale Ebbe dort, wo die Hände anfangen.</p>',
    },
    author: 'Anke Voss',
    tags: ['ceramics', 'workshop'],
    publishedOn: '2026-10-08',
    imageUrl: '/media/ebb-serving-bowl/2.webp',
    imageAlt: { en: 'A stoneware bowl with lemons', de: 'Eine Schale aus Steinzeug mit Zitronen' },
    body: {
      en: '<p>Most factories glaze the foot off and the rim on, because bowls are fired standing. We fire ours upside down, one rim on the next, eleven to a stack. The rim stays bare because it must: glaze would weld the stack into a very heavy column.</p><p>That was the reason. Then we noticed that people pick the bowl up differently. A glazed rim is wet to the touch even when dry; the bare one is warm and a little rough, like the side of a boat. Nobody looks for the handles it does not have.</p><p>The clay is sintered at 1,240 °C and drinks nothing. Tomato, turmeric and tea wash off. A thumb, over the years, does not, and we like it that way.</p>',
      de: '<p>In den meisten Fabriken bleibt der Fuß ohne Glasur und der Rand bekommt sie, weil Schalen stehend gebrannt werden. Wir brennen unsere kopfüber, Rand auf Rand, elf in einem Stapel. Der Rand bleibt frei, weil er muss: Glasur würde aus dem Stapel eine sehr schwere Säule machen.</p><p>Das war der Grund. Dann fiel uns auf, dass die Schale anders angefasst wird. Ein glasierter Rand wirkt feucht, selbst wenn er trocken ist; der freie ist warm und ein wenig rau wie eine Bordwand. Niemand sucht die Henkel, die sie nicht hat.</p><p>Der Scherben ist bei 1.240 °C gesintert und nimmt nichts auf. Tomate, Kurkuma und Tee lassen sich abwaschen. Ein Daumen mit den Jahren nicht, und das ist uns recht.</p>',
    },
  },
  {
    handle: 'how-to-oil-an-oak-bench',
    title: { en: 'How to Oil an Oak Bench', de: 'Eine Eichenbank ölen' },
    seoDescription: {
      en: 'One hour, one cloth, one rule: what you wipe off matters more than what you put on.',
      de: 'Eine Stunde, ein Tuch, eine Regel: Was man abwischt, zählt mehr als das, was man aufträgt.',
    },
    excerpt: {
      en: '<p>One hour, one cloth, one rule: what you wipe off matters more than what you put on.</p>',
      de: '<p>Eine Stunde, ein Tuch, eine Regel: Was man abwischt, zählt mehr als das, was man aufträgt.</p>',
    },
    author: 'Hinrich Oltmanns',
    tags: ['wood', 'care'],
    publishedOn: '2026-08-19',
    imageUrl: '/media/skiff-bench/1.webp',
    imageAlt: { en: 'An oak bench', de: 'Eine Bank aus Eiche' },
    body: {
      en: '<p>Do it when the wood feels dry under the hand, in a kitchen that is used about every second spring.</p><ol><li>Wipe with a damp cloth and let it dry overnight. The grain stands up; that is what you want.</li><li>Sand along the grain with 240 grit, lightly, as if dusting.</li><li>Put on a little oil with a cotton rag. Wait fifteen minutes. Coffee.</li><li>Wipe off everything that has not gone in. Then wipe again.</li></ol><p>Sticky benches are benches whose owners skipped the second wipe. Lay the rag flat outdoors to dry: oil gives off heat as it hardens, and a crumpled rag can set itself alight.</p>',
      de: '<p>Der richtige Zeitpunkt ist, wenn sich das Holz unter der Hand trocken anfühlt; in einer benutzten Küche etwa jedes zweite Frühjahr.</p><ol><li>Feucht abwischen und über Nacht trocknen lassen. Die Fasern stellen sich auf, und genau das sollen sie.</li><li>Mit 240er-Papier längs der Faser schleifen, leicht, als würde man Staub wischen.</li><li>Wenig Öl mit einem Baumwolllappen auftragen. Fünfzehn Minuten warten. Kaffee.</li><li>Alles abnehmen, was nicht eingezogen ist. Dann noch einmal abnehmen.</li></ol><p>Klebrige Bänke gehören Leuten, die den zweiten Durchgang ausgelassen haben. Den Lappen draußen flach zum Trocknen auslegen: Öl wird beim Aushärten warm, und ein zusammengeknüllter Lappen kann sich selbst entzünden.</p>',
    },
  },
  {
    handle: 'three-lamps-per-room',
    title: { en: 'Three Lamps per Room', de: 'Drei Leuchten je Raum' },
    seoDescription: {
      en: 'One to eat by, one to read by, one to leave on: a small arithmetic of evening light.',
      de: 'Eine zum Essen, eine zum Lesen, eine zum Anlassen: eine kleine Rechnung mit Abendlicht.',
    },
    excerpt: {
      en: '<p>One to eat by, one to read by, one to leave on: a small arithmetic of evening light.</p>',
      de: '<p>Eine zum Essen, eine zum Lesen, eine zum Anlassen: eine kleine Rechnung mit Abendlicht.</p>',
    },
    author: 'Ros Marlow',
    tags: ['lighting', 'rooms'],
    publishedOn: '2026-06-30',
    imageUrl: '/media/beacon-table-lamp/2.webp',
    imageAlt: { en: 'A lit table lamp', de: 'Eine leuchtende Tischleuchte' },
    body: {
      en: '<p>A single lamp in the middle of the ceiling lights everything and shows nothing. Faces go flat, corners go grey, and somebody ends up switching it off.</p><p>Hang one lamp low over the table, 60 cm above the wood, so that it lights plates and hands and leaves the eyes alone. Put one beside the chair, behind the shoulder of the person reading. Then put one where nobody needs it: on a shelf, in a passage, by the window. That third lamp is the one you leave on, and the one you see from the street when you come home.</p><p>Use warm bulbs, 2,700 kelvin, and fewer lumens than the box advises.</p>',
      de: '<p>Eine einzige Leuchte mitten an der Decke beleuchtet alles und zeigt nichts. Gesichter werden flach, Ecken grau, und am Ende schaltet sie jemand aus.</p><p>Häng eine Leuchte tief über den Tisch, 60 cm über dem Holz, sodass sie Teller und Hände beleuchtet und die Augen in Ruhe lässt. Stell eine neben den Sessel, hinter die Schulter der lesenden Person. Und dann stell eine dorthin, wo niemand sie braucht: auf ein Regal, in den Flur, ans Fenster. Diese dritte bleibt an, und sie ist es, die man beim Heimkommen von der Straße aus sieht.</p><p>Nimm warme Leuchtmittel, 2.700 Kelvin, und weniger Lumen, als auf der Schachtel empfohlen wird.</p>',
    },
  },
];
