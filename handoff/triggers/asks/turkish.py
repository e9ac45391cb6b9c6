"""Turkish words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

TURKISH: Final = Tongue(
    "tr",
    free=True,
    last=True,
    after=True,
    talk=(
        "konusurum, gorusurum, konusmanin, gorusmenin, yazismak, yazismayi, yazisabilir, konusmak, konusabilir, "
        "konusabilirim, konusabilirmiyim, konusabilecegim, konusmam, konusabilmek, konusmaliyim, konusalim, konusayim, "
        "konusacak, konus, konustur, konusturun, gorusmek, gorusebilir, gorusebilirim, gorusebilirmiyim, goruseyim, "
        "gorusmem, gorusebilecegim, gorusebilmek, goruscem, gorusecegim, gorusme, gorusmeyi, konusmayi, yazismak, "
        "yazisabilir, sohbet, konusmaya, gorusmeye, gorusturun, gorustur, konussam, gorussem, konusucam, gorusucem, "
        "konusabiliyor, dertlesmek, konusabilirmi, iletisim, iletisime, iletisime gecmek, danismak"
    ),
    connect=(
        "baglar misin, baglar misiniz, aktarir misin, aktarir misiniz, baglayabilir misin, baglayabilir misiniz, yonlendirir "
        "misin, yonlendirir misiniz, bagla, baglan, baglayin, baglar, baglarmisiniz, baglayabilir, baglanmak, baglanabilir, "
        "baglanabilirim, baglanirim, baglanmam, baglamak, baglarsaniz, baglasana, baglarsan, aktar, aktarin, aktarir, "
        "aktarilmak, aktarabilir, aktarmak, yonlendir, yonlendirin, yonlendirir, yonlendirebilir, yonlendirilmek, devret, "
        "devredin, devreder, baglanti, baglanmayi, ulasmak, ulasabilir, ulasabilirim, ulasirim, ulasabilecegim, ulasmam, "
        "gecmek, gecir, eskale, baglantiya"
    ),
    give="ver, verin, verir, cagir, cagirin, cagirir, cagirsana, getir, getirin, bul, bulun, gonder, gonderin",
    reach="talep, talep ediyorum, rica, rica ediyorum",
    want=(
        "istiyorum, isterim, istiyoruz, istiyom, isterdim, istyorum, ihtiyacim var, ihtiyacim, ihtiyac, lazim, gerekiyor, "
        "gerek, tercih, tercih ederim, tercih ediyorum, arzu, rica ediyorum, talep ediyorum, bekliyorum, ariyorum, sart, "
        "lazimdi"
    ),
    can=(
        "nasil, nasil yapabilirim, nereden, mumkun, mumkun mu, miyim, musunuz, misiniz, olur, yardim, kim, hangi, neden "
        "konusamiyorum"
    ),
    me="beni, bana, bizi, bize",
    it="bunu, sorunu, sikayetimi, konuyu, talebimi",
    i="ben, biz",
    filler=(
        "bir, ile, ve, artik, hemen, lutfen, direkt, dogrudan, canli olarak, sizin, sizden, baska, herhangi, su, bu, o, de, "
        "da, ki, simdi, acilen, telefonda, telefonla, bizzat, sadece, icin, mu, mi, en, once, biraz, daha, olarak, acil, "
        "ancak, yeter, ya, sey, yuz yuze, kendisi, tek, ne olur, burada"
    ),
    please="lutfen, acil, acilen, hemen, simdi, tesekkurler, rica ederim, pls, derhal, artik, istiyorum artik",
    greeting="merhaba, selam, iyi gunler, iyi aksamlar, gunaydin, evet, tamam, bakin, peki, ok, yahu, yeter, ya",
    desk=(
        "destek, destege, destegi, destekle, desteginize, musteri hizmetleri, musteri hizmetlerine, musteri hizmetleriyle, "
        "musteri hizmetlerinden, musteri hizmetlerini, musteri, hizmetleri, hizmetlerine, hizmetleriyle, destek ekibi, "
        "destek ekibiyle, destek ekibine, destek ekibinizle, ekip, ekibe, ekiple, ekibinizle, teknik, teknik destek, teknik "
        "destekle, teknik servis, satis, servis, departman, birim, birimi, cagri merkezi, cagri merkezine, departmanina, "
        "departmaniyla, ekibinize, ekibiyle, ekibine"
    ),
    agent=(
        "temsilci, temsilciye, temsilciyle, temsilcisi, temsilcisine, temsilcisiyle, temsilciniz, temsilcinizle, "
        "temsilcinize, temsilcilerinizle, temsilcileriyle, temsilcilerine, temsilciyi, temsilcilere, temsilcilerle, musteri "
        "temsilcisi, musteri temsilcisine, musteri temsilcisiyle, musteri temsilcinizle, musteri temsilcisi ile, yetkili, "
        "yetkiliye, yetkiliyle, yetkilinizle, yetkilisi, yetkilisiyle, yetkilisine, yetkilinize, yetkililerle, "
        "yetkililerinizle, operator, operatore, operatorle, operatoru, danisman, danismana, danismanla, agent, agenta, "
        "agente, agentla, canli destek, canli destege, canli destekle, canli destegi, canli temsilci, insan destegi, gercek "
        "kisi, gercek kisiyle, gercek kisiye, temsilcisini, gorevli, gorevliyle, gorevliye, asistan insan, musteri temsilci, "
        "temsilsi, mt, insan yardimi, canli birine, canli biriyle, canli bir destek"
    ),
    human="insan, insanla, insana, insani, insanlarla, insanlara, insanlar, insnla, insalna",
    real="gercek, canli, hakiki, sahici, yetkili bir, gercekten",
    someone=(
        "çalışan, çalışanınız, çalışanlardan biri, çalışanlarınızdan biri, is arkadasin, is arkadasiniz, meslektasin, biri, "
        "biriyle, birine, birisi, birisiyle, birisine, kisi, kisiyle, kisiye, birileri, birileriyle, calisan, calisanla, "
        "calisaninizla, personel, personelle, arkadas, arkadasla, eleman, elemanla, birini, birisini, kisilerle, kimse"
    ),
    leader=(
        "mudur, mudurle, mudurunuzle, mudurunuz, muduru, muduruyle, yonetici, yoneticiyle, yoneticinizle, yoneticinize, "
        "amir, amirle, amirinizle, patron, patronla, patronunuzla, uzman, uzmanla, uzmana, sorumlu, sorumluyla, sorumluya, "
        "teknisyen, teknisyenle, ust duzey, supervizor, supervisor, sef, sefle, uzmaniniza, mudure, yoneticiye"
    ),
    your="sizin, sirketinizden",
    my="benim, mudurumle, mudurume, mudurumu, patronumla, danismanimla, esimle, kendi, temsilcimle",
    denied=(
        "tercih etmem, tercih etmiyorum, nefret ediyorum, reddediyorum, istemiyorum, istemem, istemiyoruz, istemiyom, gerek "
        "yok, lazim degil, gerekmiyor, degil, baglama, baglamayin, aktarma, aktarmayin, yonlendirme, yonlendirmeyin, "
        "konusmadan, gorusmeden, olmadan, hayir, ihtiyacim yok, yok istemez, gereksiz, yerine, istemedim, cagirma, "
        "cagirmayin, konusamam, istemez, baglanmadan, konusmayacagim, konusmam gerekmiyor, baglanmak istemiyorum, konusmama, "
        "gerek kalmadan, asla"
    ),
    bot=(
        "bot, botla, bota, botlar, botlarla, robot, robotla, robota, makine, makineyle, makinayla, bilgisayar, bilgisayarla, "
        "yapay zeka, yapay zekayla, chatbot, chatbotla, otomatik, sanal asistan, sanal asistanla, robotlarla"
    ),
    identity=(
        "sart mi, zorunda miyim, gerekli mi, gerekiyor mu, arkada, arkasinda, sen, misin, musun, siz, konusuyorum, "
        "gorusuyorum, olarak calisiyorum, ne demek, nasil olunur, miydi, miyim ben, yoksa, midir, konusuyorum su, mi "
        "konusuyorum, mi konusuyorsun, sin"
    ),
    told=(
        "konustum, gorustum, konusmustum, gorusmustum, dun, soyledi, dedi, aradi, aramisti, kabaydi, konustuk, gorustuk, "
        "zaten, baglandim, baglandi, gecen hafta, soylemisti, yardimci oldu, demisti"
    ),
    others=(
        "dugme, dugmesi, buton, butonu, kullanici*, musterim, musterilerim, anlami, cevir, ne zaman, kac, numarasi, calisma "
        "saatleri, ayarla, hangisi, esim, kocam, sorayim, sorup, ilani"
    ),
    help=(
        "bakmasini, bakmasi, devralabilir, devralsin, devral, yardim edebilir, yardim edebilir mi, yardimci olabilir, "
        "yardimci olabilir mi, yardim etsin, yardim eder, arasin, arayabilir, arar, arasinlar, donsun, cevap, cevaplasin, "
        "baksin, bakabilir, ilgilensin, ilgilenebilir, yanitlasin, ulassin, konussun, iletisime gecsin, devralsin, bakar, "
        "cozsun"
    ),
    is_there="var mi, yok mu, var, varmi, yokmu, mevcut mu, yok",
    about="icin, hakkinda, ile ilgili, cunku, konusunda, bana, yardim, edecek, mi, olan, var, ama, su",
    thing="haklari, kaynaklari, hatasi, mantiksal, emlak, turizm, seyahat, sigorta, telefon, kilavuzu, sistemi",
    escalate=(
        "kimse var mi, kimse yok mu, biri var mi, biri yok mu, birisi var mi, birileri var mi, musteri hizmetleri lutfen, "
        "canli destek istiyorum, temsilciye bagla, insana bagla, operatore bagla, temsilciye baglan"
    ),
    enough="biktim, yeter, sikildim, nefret, birak, yoruldum",
    anew="ama, fakat, o yuzden, izin verin, yeter, onun yerine",
    here="orada, burada, musait, uygun, cevrimici, aktif, bosta, hatta, buralarda",
    other=(
        "konusurum, gorusurum, temsilciye tesekkurler, temsilciye tesekkur, insan kaynaklari, insan haklari, insan hatasi, "
        "baska birine, mantiksal operator, kac kisi"
    ),
    staff="doktor*, sekreter*, garson*, satici*, avukat*, muhasebe*, ogretmen*, satis ekibi*, resepsiyon*",
    said="cevir, cevirir",
)
