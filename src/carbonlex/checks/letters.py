"""Tables of letters: which letter looks like which of another script, and the Han letters that only one of two scripts writes.

The likenesses are a choice from the confusables of Unicode (UTS #39, 4): only pairs that no reader tells apart in print.
"""

LATIN = "A-Za-zªºÀ-ÖØ-öø-ɏɐ-ʯḀ-ỿ"
CYRILLIC = "Ѐ-ԯ"
GREEK = "Ͱ-Ͽἀ-῿"
ARMENIAN = "Ա-ֆ"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# Scripts whose letters join or break by zero width joiners (Unicode 23.2): Arabic, those of India, Burmese, Khmer, Mongolian.
JOINING = "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af"


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in text.split()}


# The letter of the other script, then the Latin one that it looks like.
LIKE_LATIN = _pairs(
    "аa еe оo рp сc уy хx іi ѕs јj һh ԁd ԛq ԝw ӏl ёë їï"
    " АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ЅS ІI ЈJ ЁË ЇÏ"
    " οo νv ρp αa ιi υu ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX"
    " օo սu հh ոn զq ցg ՕO ՍU"
)
LIKE_CYRILLIC = {latin: other for other, latin in LIKE_LATIN.items() if "Ѐ" <= other <= "ԯ"} | _pairs("οо ρр ΟО ΡР")
# Letters of the Latin script that stand for another one: phonetic a and g; in Vietnamese the eth and the African d for đ.
PHONETIC = _pairs("ɑa ɡg")
NOT_VIETNAMESE = _pairs("ÐĐ ðđ ƉĐ ɖđ")

# Traditional and simplified form, where no text of one script writes the other's: 溫, 內, 準 and the like are left out.
_VARIANTS = (
    "國国 會会 權权 額额 單单 願愿 證证 發发 項项 點点 產产 務务 際际 認认 機机 義义 業业 經经 勵励 約约 過过 標标 報报 為为 償偿 費费"
    " 總总 審审 時时 設设 統统 簽签 參参 區区 噸吨 確确 現现 銷销 轉转 讓让 責责 構构 無无 領领 礎础 結结 誠诚 軌轨 許许 節节 匯汇"
    " 關关 術术 門门 組组 織织 兩两 獨独 運运 繳缴 實实 廣广 顯显 價价 數数 計计 當当 間间 財财 庫库 貨货 僅仅 對对 賬账 處处 適适 規规"
    " 則则 謂谓 營营 動动 辦办 稱称 篩筛 場场 環环 條条 場场 車车 買买 賣卖 這这 將将 應应 說说 從从 東东 書书 學学 種种 類类 電电"
    " 華华 們们 還还 個个 頭头 長长 語语 話话 銀银 錢钱 險险 優优 歐欧 聯联 協协 議议 號号 級级 線线 網网 續续 測测 檢检 驗验 備备 換换"
)
TRADITIONAL = "".join(pair[0] for pair in _VARIANTS.split())
SIMPLIFIED = "".join(pair[1] for pair in _VARIANTS.split())

# ISO 639-1: a tag of two letters that begins with another pair is mostly that of a country.
LANGUAGES = _codes(
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu"
    " fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km"
    " kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om"
    " or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to"
    " tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
# Of these countries the language, where the code of the one is mistaken for that of the other.
MEANT = {
    "cn": "zh-Hans",
    "hk": "zh-Hant",
    "vn": "vi",
    "jp": "ja",
    "kz": "kk",
    "ua": "uk",
    "by": "be",
    "us": "en",
    "gb": "en",
}
# Languages of the data and of their neighbours that are not written in Latin letters.
NOT_IN_LATIN = _codes("ru uk be bg mk kk ky mn tg zh ja ko el ar")
