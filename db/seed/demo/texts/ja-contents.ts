import type { ContentText } from './demo-language.ts';

const mail = '<a href="mailto:hello@ebbholt.example">hello@ebbholt.example</a>';

/** The shop itself, its collections, pages, policies and notes in Japanese. */
export const japaneseContents: Readonly<Record<string, ContentText>> = {
  shop: {
    title: '残るものたち。',
    body: 'エブホルトは、レーアの古い潮汐水車にあった窯元の店として始まりました。いまは七か国の九つの工房が、私たちの三十の品をつくっています。',
    summary: '名前を知っている工房から、陶器、リネン、木、あかりを。',
  },
  'collections/table-and-kitchen': {
    title: '食卓と台所',
    body: '<p>重さを心得た鉢、吊るせるまな板、しずくを落とさないポット。毎日手に取られ、使うほどよくなるもの。</p>',
  },
  'collections/ceramics': {
    title: '陶器',
    body: '<p>ヴェスターヴァルトの土を、レーアとカルダス・ダ・ライーニャで焼きました。釉薬も作り手も食洗機のことも書いてあります。</p>',
  },
  'collections/textiles': {
    title: 'リネンとウール',
    body: '<p>織り手より年上の織機で、フリースラントにて。すべて家で洗え、洗うほどやわらかくなります。</p>',
  },
  'collections/lighting': {
    title: '照明',
    body: '<p>部屋に要るあかりは三つ。食べるため、読むため、つけたままにしておくため。</p>',
  },
  'collections/furniture': {
    title: '家具',
    body: '<p>工房から一日の距離の森のオークとウォールナット。木では厚すぎるところに鋼を。つくった人が直します。</p>',
  },
  'collections/scent': {
    title: '香り',
    body: '<p>三つの香り、どれも甘くありません。雨上がりの沼、隣室のストーブ、いちじくの青い半分。</p>',
  },
  'collections/gifts-under-60': {
    title: '小さな贈り物',
    body: '<p>小包に収まり、自分で持っていたくもなる品。灰色の紙でお包みします。</p>',
  },
  'collections/last-pieces': {
    title: '最後の品',
    body: '<p>もうつくらない寸法と包み。値段が下がる理由はそれだけです。</p>',
  },
  'collections/the-reading-corner': {
    title: '読書の一角',
    body: '<p>十一度傾いた椅子、肩越しに見るあかり、お茶の置き場所。試しに座った方は、閉店までそこにいます。</p>',
  },
  'collections/hidden-homepage-featured-items': { title: '最初のページの品', body: '' },
  'collections/hidden-homepage-carousel': { title: '最初のページに並ぶ品', body: '' },
  'pages/about': {
    title: '店について',
    summary: '潮汐水車の窯元が、残るもの三十点の店になるまで。',
    body: '<p>レーアの水車は一日に二度、海の都合に合わせて麦を挽きました。石のあった場所にアンケ・フォスが窯を据え、荷揚げ口から器を売ると、彼女の座る椅子を欲しがる人が絶えませんでした。品書きは今もそうして増えます。</p><h2>約束すること</h2><p>誰が、何から、どれだけの重さで、どう手入れするか。すべての品に書いてあります。部品は十年保管します。</p><h2>しないこと</h2><p>残り時間の表示、つくられた値引き、箱の中の箱。</p>',
  },
  'pages/contact': {
    title: 'お問い合わせ',
    summary: 'レーアの潮汐水車、エブホルトへ。',
    body: `<p>${mail} へお書きください。営業日にお返事します。</p><p>店は水曜から土曜、11時から18時まで開いています。</p><p>ご注文については、#で始まる番号をお知らせください。</p>`,
  },
  'pages/shipping': {
    title: '配送',
    summary: 'お届け先、送料、到着日について。',
    body: '<p>荷物は最寄りの倉庫から出ます。カートに入れる前に、商品のページに到着日が表示されます。</p><table><thead><tr><th>お届け先</th><th>通常便</th><th>無料</th><th>速達便</th></tr></thead><tbody><tr><td>日本</td><td>2,500円、5〜8日</td><td>30,000円以上</td><td>5,800円</td></tr><tr><td>ドイツ、オーストリア、フランス、オランダ</td><td>5 €、2〜4日</td><td>80 €以上</td><td>14 €</td></tr><tr><td>英国</td><td>£5、2〜3日</td><td>£75以上</td><td>£10</td></tr><tr><td>米国</td><td>$9、3〜5日</td><td>$120以上</td><td>$24</td></tr><tr><td>アラブ首長国連邦</td><td>AED 70、4〜7日</td><td>AED 750以上</td><td>AED 140</td></tr></tbody></table><p>家具も同じ送料です。</p>',
  },
  'policies/privacy-policy': {
    title: 'プライバシー',
    body: '<p>これは実演用の店です。入力された内容は、店を動かしている機械から出ません。</p><h2>保管するもの</h2><p>ご注文の氏名、住所、メールアドレス、購入と支払いの記録。カード番号は決済会社へ直接送られます。</p><h2>お客様の権利</h2><p>写し、訂正、削除のご希望は hello@ebbholt.example へ。</p>',
  },
  'policies/refund-policy': {
    title: '返品',
    body: '<p>六十日間、理由は問いません。届いたときの箱でお戻しください。ラベルは同梱してあります。</p><p>到着から五営業日以内に、通常便の送料も含めて返金します。</p><p>壊れて届いたときは、写真だけで結構です。</p>',
  },
  'policies/shipping-policy': {
    title: '配送条件',
    body: '<p>正午までに支払われたご注文は同じ営業日に出荷します。お約束の日に遅れた場合は送料を返金します。</p><p>二つの倉庫から出ても、送料は一回分です。</p>',
  },
  'policies/terms-of-service': {
    title: '利用規約',
    body: '<h2>契約</h2><p>ご注文は申込みであり、確認メールをもって成立します。</p><h2>価格</h2><p>価格は税込みです。米国のみ購入手続きで税が加わります。</p><h2>保証</h2><p>法定の権利に加え、家具には五年を足します。</p><h2>準拠法</h2><p>ドイツ法に従います。お住まいの国の強行法規は妨げません。</p>',
  },
  'policies/subscription-policy': {
    title: '定期購入',
    body: '<p>定期購入はありません。残るものは一度だけ買うものです。</p>',
  },
  'policies/contact-information': {
    title: '連絡先',
    body: '<p>エブホルト、潮汐水車、レーア、東フリースラント、ドイツ。メール：hello@ebbholt.example</p>',
  },
  'policies/legal-notice': {
    title: '事業者表示',
    body: '<p>エブホルトはShopFlowを紹介するための架空の店です。販売も発送も行いません。</p>',
  },
  'blogs/notebook': { title: 'ノート', body: '', summary: '工房から。つくること、使うこと、直すこと。' },
  'articles/why-the-rim-stays-bare': {
    title: '縁に釉をかけない理由',
    summary: '釉薬はどこかで終わります。エブの鉢では、手が始まるところで。',
    body: '<p>多くの窯は鉢を立てて焼きます。私たちは伏せて、縁と縁を合わせ、十一個重ねて焼きます。釉があれば一本の柱に溶け合ってしまうからです。やがて気づきました。素地の縁は温かく、小舟の腹のように少しざらりとして、誰も取っ手を探しません。</p>',
  },
  'articles/how-to-oil-an-oak-bench': {
    title: 'オークのベンチに油を塗る',
    summary: '一時間、布一枚、決まり一つ。塗る量より拭き取る量。',
    body: '<ol><li>湿った布で拭き、一晩乾かす。</li><li>240番で木目に沿って軽く磨く。</li><li>油を少し塗り、十五分待つ。</li><li>染み込まなかった分を拭き取る。もう一度拭く。</li></ol><p>布は屋外で平らに広げて乾かしてください。丸めると発火することがあります。</p>',
  },
  'articles/three-lamps-per-room': {
    title: '一部屋に三つのあかり',
    summary: '食べる、読む、つけておく。夜のあかりの小さな算数。',
    body: '<p>天井の真ん中の一灯は、すべてを照らして何も見せません。一つは卓の60 cm上に低く、一つは読む人の肩の後ろに、もう一つは誰も要らないところに。帰り道に通りから見えるのは、その三つ目です。</p><p>電球は2,700ケルビンの暖色を。</p>',
  },
};
