"""Vietnamese words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

VIETNAMESE: Final = Tongue(
    "vi",
    talk="noi chuyen, noi, tro chuyen, chat, trao doi, tam su, lien lac, dam thoai",
    connect="ket noi, chuyen, noi may, chuyen may, chuyen tiep, chuyen cho, chuyen toi, lien he",
    give="cho, cho toi, cho em, goi, tim, cho minh, cho gap",
    reach="gap, lien he, lien lac, yeu cau",
    want="muon, can, toi muon, em muon, minh muon, toi can, thich, mong muon",
    can="co the, lam sao, lam the nao, lam sao de, duoc, giup, o dau, ho tro",
    me="toi, em, minh, tui, tao",
    it="viec nay",
    i="chung toi",
    filler=(
        "voi, cho, den, toi, mot, cua, ban, truc tiep, ngay, duoc, de, ai, voi mot, ben, qua, dien thoai, vui long, xin, "
        "hay, lam on, nao, cac, anh, chi"
    ),
    please="a, nhe, lam on, ngay, di, voi, vui long, gap gap, bay gio, xin, cam on",
    greeting="xin chao, chao, vang, da, alo, ok, shop oi, ad oi, chao shop",
    desk="ho tro, cham soc khach hang, cskh, bo phan, ky thuat, dich vu, tong dai, bo phan ho tro",
    agent=(
        "nhan vien, nhan vien ho tro, nhan vien tu van, tu van vien, tong dai vien, nguoi that, nguoi ho tro, dai dien, "
        "nguoi tu van, nhan vien that, dien thoai vien, nguoi thuc, nguoi phu trach"
    ),
    human="con nguoi",
    real="that, thuc",
    someone="ai do, nguoi khac",
    leader="quan ly, giam doc, truong phong, chuyen gia, sep, cap tren, chu shop, admin",
    denied="khong, dung, chua, chang, khoi, khong can, khong muon, ko, k, hong, thay vi, ma khong",
    bot="bot, robot, may, chatbot, ai, tro ly ao",
    identity="ban la, co phai, day la, toi la, phai khong, la nguoi",
    told="da noi, hom qua, da goi, da gap, noi rang, bao, da lien he",
    others=("nut, nguoi dung, nghia la, so dien thoai, may gio, khi nao, bao nhieu, tuyen dung, gio lam viec"),
    is_there="co ai, co, con ai, co nhan vien nao",
    about="ve, vi, de, ma, khi",
    thing="luc, nghi, quyen",
    escalate="gap nhan vien, gap nguoi that, chuyen cho nhan vien",
    anew="nhung, nen, hay, de toi, toi muon",
    here="o day, do, khong, truc tuyen",
    other="nhan su, nhan quyen",
)
