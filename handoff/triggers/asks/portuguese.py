"""Portuguese words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

PORTUGUESE: Final = Tongue(
    "pt",
    free=True,
    talk=(
        "onde falo, onde eu falo, falar, fala, como falo, como eu falo, conversar, converso, comunicar, comunicar me, "
        "dialogar, fale, tratar, faalr, flaar, flar, fla, bater um papo, discutir, falarmos, me comunicar, expor"
    ),
    connect=(
        "passa, passe, passar, me passa, me passe, transfere, transfira, transferir, me transfere, conecta, conecte, "
        "conectar, liga me, ligue me, coloca, coloque, colocar, encaminha, encaminhe, encaminhar, direciona, direcione, "
        "redireciona, redirecione, redirecionar, por em contato, escalar, escale, ser transferido, ser transferida, ser "
        "atendido por, ser atendida por, atendido por, atendida por, ser encaminhado, chamar, chama, chame, chamem, por em "
        "contacto, ligar me, ligacao, transferencia, passem, botar, bota, transferido, transferida, envia, me liga"
    ),
    give=(
        "da, de me, me da, me de, dar, arruma, arranja, traz, traga, busca, chama, chame, chamem, manda, consegue, quero que"
    ),
    reach=(
        "contatar, contactar, contato, contacto, contato com, contacto com, entrar em contato, entrar em contacto, solicito, "
        "solicitar, pedir, peco, exijo, exigir, alcancar, requisito, aguardo, solicitacao"
    ),
    want=(
        "quero, qero, qro, kero, queria, queremos, quer, preciso, precisamos, precisava, gostaria, gostava, prefiro, "
        "preferia, desejo, necessito, tenho que, tenho de, procuro, eu quero, so quero, adoraria, busco, presiso, quereria, "
        "precisando"
    ),
    can=(
        "qual o numero pra, qual o numero para, qual numero pra, qual e o numero para, posso, poderia, podia, podemos, pode, "
        "podem, poderiam, como, como faco para, como posso, como faco, onde, e possivel, seria possivel, tem como, da para, "
        "da pra, ha como, consigo, sera que posso, sera que, possivel, ajuda para, me ajuda a, nao consigo, por que nao "
        "posso, ajuda"
    ),
    me="me, nos, meu caso, minha ligacao",
    it="isso, isto, o, meu problema, minha reclamacao",
    i="eu",
    filler=(
        "com o, com a, com os, entro, entrar, com, a, ao, um, uma, o, os, as, de, do, da, algum, alguma, seu, sua, por, "
        "para, pra, pro, diretamente, direto, logo, so, ser, ja, outro, outra, que, c, cm, em, no, na, linha, telefone, "
        "mais, imediatamente, urgentemente, melhor, poder, contato com, mesmo, tambem, e, ou, num, numa, num a, bom, "
        "maldito, porra, merda de, favor, os seus, pelo, pela, co, uns, dum"
    ),
    please=(
        "por favor, pfv, pf, pfvr, porfavor, please, pls, agora, ja, urgente, obrigado, obrigada, imediatamente, se faz "
        "favor, rapido, logo"
    ),
    greeting=(
        "ola, oi, bom dia, boa tarde, boa noite, sim, ok, olha, entao, bem, certo, ta, desculpe, desculpa, opa, ei, moca, "
        "moco, amigo, vc"
    ),
    desk=(
        "suporte, tecnico, suporte tecnico, atendimento, atendimento ao cliente, servico ao cliente, servico de apoio ao "
        "cliente, apoio ao cliente, sac, apoio, servico, departamento, vendas, financeiro, equipe, equipa, cliente, setor, "
        "central, cobranca, central de atendimento, do suporte, da equipe, da equipa, do atendimento, comercial, setor de, "
        "departamento de, equipe de, equipa de"
    ),
    agent=(
        "atendimento com pessoa, atendimento com pessoas, atendimento por pessoa, atendimento com humano, atendente, "
        "atendentes, agente, agentes, operador, operadora, operadores, representante, representantes, telefonista, "
        "assistente humano, atendete, atentende, atendnte, atendimento humano, suporte humano, ajuda humana, alguem de "
        "verdade, pessoa de verdade, pessoa real, pessoa humana, alguem real, gente de verdade, atendimento pessoal, contato "
        "humano, contacto humano, pessoa viva, alguem humano, assistencia humana, pessoa de carne e osso, ajuda de um "
        "humano, ajuda de uma pessoa, pessoas reais, atendimento personalizado, humano real"
    ),
    human="humano, humana, humanos, ser humano, umano",
    real="real, reais, verdadeiro, verdadeira, vivo, viva, ao vivo, de verdade, de carne e osso",
    someone=(
        "alguem, pessoa, pessoas, colega, funcionario, funcionaria, assistente, gente, algum colega, pesoa, peswoa, algem, "
        "alguma pessoa, colaborador, empregado, moderador, administrador, recepcionista, vendedor, vendedora"
    ),
    leader=(
        "gerente, supervisor, supervisora, responsavel, chefe, consultor, consultora, especialista, tecnico, encarregado, "
        "coordenador, diretor, superior, secretaria, secretario, gestor, dono, medico"
    ),
    your="seu, sua, seus, suas, vosso, teu, tua",
    my="meu, minha, meus, minhas, nosso, nossa",
    denied=(
        "odeio, detesto, me recuso a, recuso, nao, n, sem, nunca, nem, nenhum, nenhuma, ninguem, jamais, evitar, em vez de, "
        "ao inves de, chega de ser, antes de, nao precisa, nao preciso"
    ),
    bot=("bot, bots, robo, robos, robot, maquina, maquinas, chatbot, ia, computador, gravacao, assistente virtual, automatico"),
    identity=(
        "quero ser, trabalhar como, trabalho como, voce e, vc e, es um, e um, estou falando, estou a falar, to falando, isso "
        "e, isto e, sou, trabalho como, o que significa, o que e, e humano, tu es, como ser, ser um, o que faz, sera um, "
        "estou, tou a falar, eres, e uma"
    ),
    told=(
        "obrigado ao, obrigada ao, obrigado a, obrigada a, falei, ja falei, disse, disseram, ontem, ligou, atendeu, foi, "
        "falou, ja, prometeu, falado, conversei, tinha falado, estava falando"
    ),
    others=(
        "como desligo, como desligar, como desativo, como desativar, o botao, botao, usuario, usuarios, clientes, meu "
        "cliente, significa, traduzir, quando um, se um, telefone do, horario, numero do, vaga, configurar, qual, quantos, "
        "quanto"
    ),
    help=(
        "veja, olhe, analise, ajudar, ajude, ajuda, atender, atenda, ligar, ligue, liga, contatar, contate, contacte, "
        "contactar, responder, responda, resolver, resolva, me ligue, explicar, auxiliar, atende, fale, falar, verificar, "
        "ver, me atender, me ligar, me ajudar, retornar"
    ),
    is_there="ha, tem, existe, voces tem, vcs tem, nao tem, tens, teria, ha algum, tem algum",
    about=("que, para, sobre, porque, com quem, quem, possa, pode, eu, de, em, quando, se, pra, a respeito, mas, no, na, e"),
    thing="direitos, recursos, erro, erros, logico, de viagens, de seguros, manual, telefonico, imobiliario, bancario",
    escalate="escalar para humano, transferir para humano",
    enough="chega, chega de, cansado, cansada, cansei, basta, odeio, farto, farta, pare, nao aguento mais",
    anew="mas, entao, deixa eu, deixe eu, deixa me, deixe me, deixem me, prefiro, e",
    here="ai, aqui, disponivel, disponiveis, online, livre, na linha",
    other=(
        "vou falar com alguem, recursos humanos, erro humano, direitos humanos, agente de viagens, operadora de, minha "
        "operadora, outra pessoa, pessoa de contato"
    ),
    by=(
        "quero ser atendido por, quero ser atendida por, ser atendido por, ser atendida por, ser contactado por, ser "
        "contactada por, um retorno de, uma ligacao de"
    ),
    staff=(
        "secretaria, vendedor, vendedora, medico, medica, doutor, doutora, garcom, recepcionista, recepcao, advogado, "
        "contador, vendas, professor, corretor, dono"
    ),
    said="traduza, traduz, traduzir",
)
