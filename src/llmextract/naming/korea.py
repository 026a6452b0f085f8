"""Names of Korean towns and ministries, which are closed lists.

Municipalities and provinces as of 2024; ministries and central offices as of 2025, those renamed
since 2008 under both names, in full and as newspapers shorten them. Written down by hand: such
names change a few times in a decade.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MINISTRY", "TOWNS"]

_CITIES = """
서울 부산 대구 인천 광주 대전 울산 세종
수원 성남 의정부 안양 부천 광명 평택 동두천 안산 고양 과천 구리 남양주 오산 시흥 군포 의왕
하남 용인 파주 이천 안성 김포 화성 양주 포천 여주 춘천 원주 강릉 동해 태백 속초 삼척 청주
충주 제천 천안 공주 보령 아산 서산 논산 계룡 당진 전주 군산 익산 정읍 남원 김제 목포 여수
순천 나주 광양 포항 경주 김천 안동 구미 영주 영천 상주 문경 경산 창원 진주 통영 사천 김해
밀양 거제 양산 제주 서귀포
"""
_COUNTIES = """
양평 가평 연천 홍천 횡성 영월 평창 정선 철원 화천 양구 인제 고성 양양 보은 옥천 영동 증평
진천 괴산 음성 단양 금산 부여 서천 청양 홍성 예산 태안 완주 진안 무주 장수 임실 순창 고창
부안 담양 곡성 구례 고흥 보성 화순 장흥 강진 해남 영암 무안 함평 영광 장성 완도 진도 신안
의성 청송 영양 영덕 청도 고령 성주 칠곡 예천 봉화 울진 울릉 의령 함안 창녕 남해 하동 산청
함양 거창 합천 달성 군위 기장 울주 강화 옹진
"""
_DISTRICTS = """
종로 용산 성동 광진 동대문 중랑 성북 강북 도봉 노원 은평 서대문 마포 양천 강서 구로 금천
영등포 동작 관악 서초 강남 송파 강동 영도 부산진 동래 해운대 사하 금정 연제 수영 사상 수성
달서 미추홀 연수 남동 부평 계양 광산 유성 대덕 중 동 서 남 북
"""
_PROVINCES = """
경기 강원 충청북 충청남 충북 충남 전라북 전라남 전북 전남 경상북 경상남 경북 경남 제주
"""
_AUTONOMOUS = """
서울특별시 부산광역시 대구광역시 인천광역시 광주광역시 대전광역시 울산광역시
세종특별자치시 강원특별자치도 전북특별자치도 제주특별자치도
"""
_MINISTRIES = """
기획재정 재정경제 교육 과학기술정보통신 외교 통일 법무 국방 행정안전 문화체육관광
농림축산식품 산업통상자원 산업통상 보건복지 환경 기후에너지환경 고용노동 여성가족
성평등가족 국토교통 해양수산 중소벤처기업
기재 재경 과기 과기정통 행안 문체 농식품 산업 산자 복지 고용 노동 국토 해수 중기 여가
"""
_AGENCIES = """
산림청 기상청 경찰청 소방청 병무청 조달청 통계청 관세청 국세청 특허청 문화재청
국가유산청 농촌진흥청 농진청 방위사업청 해양경찰청 질병관리청 새만금개발청
우주항공청 재외동포청 중소기업청 식품의약품안전처 식약처 법제처 인사혁신처
국가보훈처 기획예산처 국가보훈부 공정거래위원회 금융위원회 국민권익위원회
방송통신위원회
"""


def _any_of(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


def _by_head() -> Mapping[str, tuple[str, ...]]:
    towns = _AUTONOMOUS.split()
    for words, ending in (
        (_PROVINCES, "도"),
        (_CITIES, "시"),
        (_COUNTIES, "군"),
        (_DISTRICTS, "구"),
    ):
        towns += [word + ending for word in words.split()]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for town in towns:
        found[town[:2]].append(town)
    return {head: tuple(known) for head, known in found.items()}


TOWNS = _by_head()
"""Provinces, autonomous cities and the municipalities (시·군·구), by their first two syllables.

A look-up by word is four times as fast as an expression of three hundred alternatives; none of
the names begins with another.
"""

_FIRSTS = "".join(sorted({name[0] for name in (_MINISTRIES + _AGENCIES).split()}))

MINISTRY = rf"(?=[{_FIRSTS}])(?:(?:{_any_of(_MINISTRIES)})부|{_any_of(_AGENCIES)})"
"""Ministries and central offices, in full and as news shortens them."""
