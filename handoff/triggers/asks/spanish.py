"""Spanish words for asking; the classes are told in words.py."""

from typing import Final

from handoff.triggers.asks.words import Tongue

SPANISH: Final = Tongue(
    "es",
    free=True,
    talk=(
        "hacer una queja con, poner una queja con, hacer un reclamo con, halar, habalr, halbar, hblar, hable, donde hablo "
        "con, hablar, hable, hablarle, hablarlo, chatear, comunicarme, comunicarnos, comunicar, conversar, platicar, "
        "charlar, dialogar, ablar, hablr, hblar, habalr, como hablo con, como puedo hablar, me comunico, me comunique, "
        "hablarme, tratar, expresar, contactarme, comunico, discutir"
    ),
    connect=(
        "pasar, pasame, paseme, pasarme, pasen, pasenme, pueden pasar, comuniqueme, comunicame, comuniquenme, conectame, "
        "conecteme, conectarme, conectar, transfiereme, transfierame, transfieranme, transferirme, transferir, transfieres, "
        "transfiere, transfiera, derivame, deriveme, derivar, derivarme, deriva, ponme, pongame, ponerme, pongan, poner, "
        "escala, escalar, escalalo, escale, escalen, redirigeme, redirigir, enlazame, enlazar, contactame, contacteme, "
        "contactenme, contacto, remitir, remiteme, remitanme, vincular, pon, desviame, desvie, me pasas, me pasa, me pasan, "
        "ser transferido, ser transferida, ser atendido por, ser atendida por, conecta, pasa, conectes, transfieras, "
        "conecten, que me pases, ponganme, poneme, ser comunicado, comunicado con, transferencia"
    ),
    give=(
        "dame, deme, denme, dar, darme, traeme, traiga, traigan, consigueme, mandame, manden, llama, llamen, llame, busca, "
        "busquen, buscame, llamame, llameme, dale"
    ),
    reach=(
        "contactar, contacto, contactar con, contactarme con, localizar, alcanzar, solicito, solicitar, pedir, pido, exijo, "
        "exigir, solicitud, ponerme en contacto, contacta"
    ),
    want=(
        "quiero, kiero, qiero, quisiera, quisieramos, queremos, necesito, nesecito, necesitamos, necesitaria, me gustaria, "
        "prefiero, preferiria, deseo, desearia, busco, ocupo, requiero, me urge, urge, debo, tengo que, demando, quería, "
        "queria, solo quiero, hace falta, necesita"
    ),
    can=(
        "puedo, podria, podemos, puede, puedes, pueden, podrian, podrias, como, como puedo, como hago para, como hago, donde "
        "puedo, donde, es posible, seria posible, hay forma de, hay manera de, posible, se puede, sera posible, me ayudas a, "
        "me ayuda a, ayudame a, ayuda para, no puedo, por que no puedo, con quien puedo, ayuda, quien"
    ),
    me="me, nos, mi caso, mi llamada, este chat",
    it="esto, lo, mi problema, mi queja, mi solicitud, mi ticket",
    i="yo",
    filler=(
        "q, con, a, al, un, una, el, la, los, las, de, del, algun, alguna, unos, su, vuestro, tu, otro, otra, uno, "
        "directamente, mejor, solo, ya, ahora mismo, en, por, para, que, poder, linea, telefono, hablar de, ser, por medio "
        "de, mas, inmediatamente, urgentemente, contacto con, ser contactado por, comunicacion con, siquiera, aunque sea, "
        "bien, primero, tambien, pues, y, o, cn, kon, vez, maldito, puto, puta, pinche, jodido, buen, amable, capacitado, "
        "disponible para, en contacto con, traves"
    ),
    please=(
        "por favor, porfavor, porfa, porfis, xfa, xfavor, pls, ya, ahora, urgente, gracias, ahorita, inmediato, cuanto "
        "antes, please"
    ),
    greeting=(
        "hola, buenas, buenos dias, buenas tardes, si, vale, ok, bueno, oye, oiga, disculpe, perdon, mira, entonces, claro, "
        "quiero decir"
    ),
    desk=(
        "soporte, tecnico, soporte tecnico, servicio al cliente, servicio de atencion al cliente, atencion al cliente, "
        "atencion a clientes, sac, atencion, servicio, departamento, ventas, facturacion, equipo, cliente, ayuda tecnica, "
        "area, mesa de ayuda, cobranza, cobros, reclamaciones, departamento de, equipo de, area de, del equipo, de soporte, "
        "de atencion, servicio tecnico, central"
    ),
    agent=(
        "asesor comercial, asesora comercial, asesor financiero, gestor personal, un gestor, una gestora, ejecutivo, "
        "ejecutiva, agente, agentes, ajente, asesor, asesora, asesores, operador, operadora, operadores, representante, "
        "representantes, ejecutivo, ejecutiva, teleoperador, teleoperadora, telefonista, asezor, agente en vivo, persona "
        "real, persona de verdad, persona humana, persona viva, alguien real, alguien de verdad, asesoramiento humano, "
        "atencion humana, atencion personal, atencion personalizada, ayuda humana, asistencia humana, soporte humano, "
        "persona de carne y hueso, contacto humano, ayuda de una persona, ayuda de un humano, atencion de una persona, "
        "asistente humano, alguien humano, alguien de carne y hueso, interlocutor humano, personas reales"
    ),
    human="humano, humana, humanos, umano, ser humano, seres humanos",
    real="real, reales, verdadero, verdadera, vivo, viva, en vivo, de verdad, de carne y hueso, autentico",
    someone=(
        "alguien, persona, personas, alguna persona, algun companero, companero, companera, compañero, empleado, empleada, "
        "trabajador, colaborador, asistente, perosna, presona, algien, alguine, administrador, moderador, uno de ustedes, "
        "recepcionista, personal, chico, chica"
    ),
    leader=(
        "supervisor, supervisora, gerente, encargado, encargada, responsable, jefe, jefa, consultor, consultora, "
        "especialista, experto, director, superior, coordinador, ingeniero, manager, secretaria, titular, dueno"
    ),
    your="su, tu, sus, tus, vuestro, algun",
    my="mi, mis, nuestro, nuestra, mi propio, tu propio",
    denied=(
        "odio, detesto, me niego a, rechazo, no, sin, nunca, jamas, ni, ningun, ninguno, ninguna, nadie, tampoco, evitar, en "
        "vez de, en lugar de, nada de, sino, antes de, no hace falta, no necesito, que no"
    ),
    bot=(
        "bot, bots, robot, robots, maquina, maquinas, chatbot, ia, ordenador, computadora, contestadora, automatico, "
        "grabacion, asistente virtual"
    ),
    identity=(
        "trabajar como, trabajo como, ser agente, quiero ser, quiero trabajar, eres, es usted, sos, estoy hablando, estoy, "
        "hablo con, acaso eres, es esto, esto es, es un, ser un, seras, como ser, soy, trabajo de, trabajo como, que es, que "
        "hace, que significa, hablo, es una, eres un, eres una"
    ),
    told=(
        "gracias al, gracias a, hable, ya hable, hablamos, hablado, dijo, dijeron, ayer, llamo, atendio, ya, conteste, me "
        "dijo, he hablado, prometio, hable con"
    ),
    others=(
        "como desactivo, como desactivar, como apago, como quito, hermano, hermana, esposa, esposo, marido, madre, padre, "
        "hijo, hija, amigo, amiga, el boton, boton, cliente quiere, usuarios, usuario, clientes, mi cliente, significa, "
        "traducir, cuando un, si un, telefono de, horario, numero de, configurar, cuanto, cuantos"
    ),
    help=(
        "vea, revise, mire, examine, venga, vengan, llamara, llamase, atendiera, atendieran, atendiese, ayudara, ayudar, "
        "ayudarme, ayude, atender, atenderme, atienda, atiende, atiendan, llamar, llamarme, llame, llama, contacte, "
        "contactarme, responder, responda, conteste, contestar, resolver, revisar, revise, explicar, explique, asistir, "
        "asista, hable, ayuda"
    ),
    is_there="hay, habra, tienen, tienes, existe, no hay, hay algun, hay alguna",
    about=(
        "que, para, sobre, porque, por que, acerca, respecto, con quien, con la que, con el que, quien, pueda, puedo, puede, "
        "me, sobre mi, de, en, cuando, si, para que, pero, a quien, y"
    ),
    thing=(
        "derechos, inmobiliario, inmobiliaria, recursos, error, errores, logico, movil, manual, viajes, de viajes, de "
        "seguros, comercial, telefonica, cuerpo, de seguridad, aduanal, numero, codigo"
    ),
    escalate="escalar, escalame, transferir a humano, escalar a humano",
    enough="harto, harta, cansado, cansada, basta, odio, dejen, no mas, ya no quiero",
    anew="pero, asi que, dejame, dejeme, permitame, entonces, prefiero, mejor, y",
    here="ahi, aqui, disponible, disponibles, en linea, alli, libre, conectado, del otro lado",
    other=(
        "pagar, pago, pagos, pague, recursos humanos, ser humano o, agente inmobiliario, error humano, agente de viajes, "
        "derechos humanos, operador logico, operador movil, persona de contacto, a otra, costumbre"
    ),
    by=(
        "quiero ser atendido por, quiero ser atendida por, ser atendido por, ser atendida por, ser contactado por, ser "
        "contactada por, una llamada de"
    ),
    staff=(
        "ventas, vendedor, vendedora, recepcionista, recepcion, doctor, doctora, medico, secretaria, camarero, mesero, "
        "dependiente, contador, abogado, profesor"
    ),
    to_me=("se comunique conmigo, se ponga en contacto conmigo, se contacte conmigo, me contacte, "),
    said="traduce, traduceme, traducir, traduzca",
)
