<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>BundleWords</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Vorgang</numerusform>
            <numerusform>%n Vorgänge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %n item(s) taken in</source>
        <translation>
            <numerusform>%n Vorgang eingelesen</numerusform>
            <numerusform>alle %n Vorgänge eingelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n item(s) refused</source>
        <translation>
            <numerusform>%1 von %n Vorgang zurückgewiesen</numerusform>
            <numerusform>%1 von %n Vorgängen zurückgewiesen</numerusform>
        </translation>
    </message>
    <message>
        <source>received; its receipt has not come, later word of it has</source>
        <translation>angekommen; die Quittung kam nicht, aber eine spätere Nachricht davon</translation>
    </message>
    <message>
        <source>receipt of %1: %2</source>
        <translation>Quittung vom %1: %2</translation>
    </message>
    <message>
        <source>taken in</source>
        <translation>eingelesen</translation>
    </message>
    <message numerus="yes">
        <source>taken in, %n item(s) refused</source>
        <translation>
            <numerusform>eingelesen, %n Vorgang zurückgewiesen</numerusform>
            <numerusform>eingelesen, %n Vorgänge zurückgewiesen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; its sender has the receipt</source>
        <translation>%1; der Absender hat die Quittung</translation>
    </message>
    <message>
        <source>%1; the receipt goes with the next bundle</source>
        <translation>%1; die Quittung geht mit dem nächsten Bündel</translation>
    </message>
    <message>
        <source>Bundle %1 for %2, made %3, with %4.</source>
        <translation>Bündel %1 für %2, gepackt %3: %4.</translation>
    </message>
    <message>
        <source>No receipt has come since. What it holds stays due and goes out again with the next bundle, until one comes; nothing is lost if this one is.</source>
        <translation>Seither kam keine Quittung. Was darin ist, bleibt fällig und geht mit dem nächsten Bündel wieder hinaus, bis eine kommt; geht dieses verloren, ist nichts verloren.</translation>
    </message>
    <message>
        <source>Bundle %1 for %2 was never finished. Its number is not used again, and the other side is told so: they do not miss it.</source>
        <translation>Bündel %1 für %2 wurde nie fertig. Seine Nummer wird nicht wieder verwendet, und die Gegenseite erfährt das: Sie vermisst es nicht.</translation>
    </message>
    <message>
        <source>It is being written just now.</source>
        <translation>Es wird gerade geschrieben.</translation>
    </message>
    <message>
        <source>Its receipt says: %1. It was taken in %2 by the clock of the other side.</source>
        <translation>Seine Quittung sagt: %1. Eingelesen wurde es %2 nach der Uhr der Gegenseite.</translation>
    </message>
    <message>
        <source>The other side has it: a later bundle of theirs says so.</source>
        <translation>Die Gegenseite hat es: Ein späteres Bündel von dort sagt es.</translation>
    </message>
    <message>
        <source>The receipt came here %1.</source>
        <translation>Die Quittung kam hier %1 an.</translation>
    </message>
    <message>
        <source>Bundle %1 of %2, taken in %3, with %4: %5 new here, %6 here before, %7 refused.</source>
        <translation>Bündel %1 von %2, eingelesen %3: %4, davon %5 hier neu, %6 schon hier, %7 zurückgewiesen.</translation>
    </message>
    <message>
        <source>It was made %1 by the clock of its sender.</source>
        <translation>Gepackt wurde es %1 nach der Uhr des Absenders.</translation>
    </message>
    <message>
        <source>Its sender has our receipt.</source>
        <translation>Der Absender hat unsere Quittung.</translation>
    </message>
    <message>
        <source>Our receipt for it goes with every bundle for them, until they say that they have it.</source>
        <translation>Unsere Quittung dafür geht mit jedem Bündel dorthin, bis die Gegenseite sagt, dass sie sie hat.</translation>
    </message>
    <message>
        <source>out</source>
        <translation>ausgehend</translation>
    </message>
    <message>
        <source>in</source>
        <translation>eingehend</translation>
    </message>
    <message>
        <source>being written</source>
        <translation>wird geschrieben</translation>
    </message>
    <message>
        <source>never finished; its number is not used</source>
        <translation>nie fertig; seine Nummer wird nicht verwendet</translation>
    </message>
    <message>
        <source>no receipt since %1</source>
        <translation>keine Quittung seit %1</translation>
    </message>
    <message>
        <source>never arrived</source>
        <translation>nie angekommen</translation>
    </message>
    <message numerus="yes">
        <source>%n bundle(s) of %1 never arrived here: number %2. Nothing is lost by that: what such a bundle held stays due there until our receipt comes, and goes out again with a later one. If a medium is on its way still, bring it in: it does no harm.</source>
        <translation>
            <numerusform>%n Bündel von %1 kam hier nie an: Nummer %2. Dadurch ist nichts verloren: Was darin war, bleibt dort fällig, bis unsere Quittung kommt, und geht mit einem späteren wieder hinaus. Ist noch ein Datenträger unterwegs, lesen Sie ihn ein: Es schadet nicht.</numerusform>
            <numerusform>%n Bündel von %1 kamen hier nie an: Nummer %2. Dadurch ist nichts verloren: Was darin war, bleibt dort fällig, bis unsere Quittung kommt, und geht mit einem späteren wieder hinaus. Ist noch ein Datenträger unterwegs, lesen Sie ihn ein: Es schadet nicht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Size of the file: %1.</source>
        <translation>Größe der Datei: %1.</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>Geschrieben nach %1</translation>
    </message>
    <message>
        <source>Read from %1</source>
        <translation>Gelesen von %1</translation>
    </message>
    <message>
        <source>Id: %1</source>
        <translation>Kennung: %1</translation>
    </message>
    <message>
        <source>refused there: %1</source>
        <translation>dort zurückgewiesen: %1</translation>
    </message>
    <message>
        <source>refused here: %1</source>
        <translation>hier zurückgewiesen: %1</translation>
    </message>
    <message>
        <source>taken in there</source>
        <translation>dort eingelesen</translation>
    </message>
    <message>
        <source>never finished</source>
        <translation>nie fertig geworden</translation>
    </message>
    <message>
        <source>no receipt</source>
        <translation>keine Quittung</translation>
    </message>
    <message>
        <source>received</source>
        <translation>angekommen</translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n abgelehnt</numerusform>
            <numerusform>%n abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>all taken in</source>
        <translation>alles eingelesen</translation>
    </message>
</context>
<context>
    <name>ColumnTitle</name>
    <message>
        <source>A click here or Alt+%1 sorts</source>
        <translation>Ein Klick hier oder Alt+%1 sortiert</translation>
    </message>
</context>
<context>
    <name>ConcernWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>a device without a serial number</source>
        <translation>ein Gerät ohne Seriennummer</translation>
    </message>
    <message>
        <source>It is held here: decide about it under Requests.</source>
        <translation>Es ist hier angehalten: Entscheiden Sie darüber unter „Anfragen“.</translation>
    </message>
    <message>
        <source>It waits here: take it out now.</source>
        <translation>Es wartet hier: Nehmen Sie es jetzt mit.</translation>
    </message>
    <message>
        <source>It is on a medium, and nobody has said that it arrived: bring the medium over, or take it out again.</source>
        <translation>Es ist auf einem Datenträger, und niemand hat gesagt, dass es ankam: Bringen Sie den Datenträger hin oder nehmen Sie es noch einmal mit.</translation>
    </message>
    <message>
        <source>The other side has it: fetch its answer, and bring that in.</source>
        <translation>Die Gegenseite hat es: Holen Sie die Antwort und lesen Sie sie ein.</translation>
    </message>
    <message>
        <source>It waits here: hand it over to the local system.</source>
        <translation>Es wartet hier: Übergeben Sie es dem System vor Ort.</translation>
    </message>
    <message>
        <source>It was handed over, and its answer has not come: ask there.</source>
        <translation>Es wurde übergeben, und die Antwort kam nicht: Fragen Sie dort nach.</translation>
    </message>
    <message>
        <source>The voucher of %1 ended %2</source>
        <translation>Der Voucher von %1 endete %2</translation>
    </message>
    <message>
        <source>The voucher of %1 ends %2</source>
        <translation>Der Voucher von %1 endet %2</translation>
    </message>
    <message>
        <source>The device will not take it any more: it must ask again.</source>
        <translation>Das Gerät nimmt ihn nicht mehr an: Es muss noch einmal anfragen.</translation>
    </message>
    <message>
        <source>The confirmation of %1 was due %2</source>
        <translation>Die Bestätigung von %1 war %2 fällig</translation>
    </message>
    <message>
        <source>The confirmation of %1 is due %2</source>
        <translation>Die Bestätigung von %1 ist %2 fällig</translation>
    </message>
    <message>
        <source>%1 has given up %2</source>
        <translation>%1 hat %2 aufgegeben</translation>
    </message>
    <message>
        <source>%1 gives up %2</source>
        <translation>%1 gibt %2 auf</translation>
    </message>
    <message>
        <source>Start the device anew, so that it asks again.</source>
        <translation>Starten Sie das Gerät neu, damit es noch einmal anfragt.</translation>
    </message>
    <message>
        <source>This station&apos;s certificate ended %1</source>
        <translation>Das Zertifikat dieser Station endete %1</translation>
    </message>
    <message>
        <source>This station&apos;s certificate ends %1</source>
        <translation>Das Zertifikat dieser Station endet %1</translation>
    </message>
    <message>
        <source>Have it renewed, and give this station&apos;s new card to the others before that.</source>
        <translation>Lassen Sie es erneuern und geben Sie den anderen vorher die neue Karte dieser Station.</translation>
    </message>
    <message>
        <source>The certificate of station %1 ended %2</source>
        <translation>Das Zertifikat der Station %1 endete %2</translation>
    </message>
    <message>
        <source>The certificate of station %1 ends %2</source>
        <translation>Das Zertifikat der Station %1 endet %2</translation>
    </message>
    <message>
        <source>Ask them for their new card, and add it under Stations.</source>
        <translation>Bitten Sie dort um die neue Karte und fügen Sie sie unter „Stationen“ hinzu.</translation>
    </message>
    <message>
        <source>The certificate of device %1 ended %2</source>
        <translation>Das Zertifikat des Geräts %1 endete %2</translation>
    </message>
    <message>
        <source>The certificate of device %1 ends %2</source>
        <translation>Das Zertifikat des Geräts %1 endet %2</translation>
    </message>
    <message>
        <source>A request to renew it is under way.</source>
        <translation>Eine Anfrage, es zu erneuern, ist unterwegs.</translation>
    </message>
    <message>
        <source>Nothing renews it yet: see that the device asks for a new one.</source>
        <translation>Noch erneuert es nichts: Sorgen Sie dafür, dass das Gerät ein neues anfragt.</translation>
    </message>
    <message numerus="yes">
        <source>%n bundle(s) for %1 without a receipt, the oldest made %2</source>
        <translation>
            <numerusform>%n Bündel für %1 ohne Quittung, gepackt %2</numerusform>
            <numerusform>%n Bündel für %1 ohne Quittung, das älteste gepackt %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is lost: what they hold goes out again with the next one. Take it out again, or ask what became of the medium.</source>
        <translation>Es ist nichts verloren: Was darin ist, geht mit dem nächsten wieder hinaus. Nehmen Sie es noch einmal mit oder fragen Sie, was aus dem Datenträger wurde.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong: it is %1 behind what was written here before</source>
        <translation>Die Uhr dieses Computers geht falsch: %1 hinter dem, was hier schon geschrieben wurde</translation>
    </message>
    <message>
        <source>Set the clock: deadlines and certificates are judged by it. Bundles are not lost by it.</source>
        <translation>Stellen Sie die Uhr: Nach ihr werden Fristen und Zertifikate beurteilt. Bündel gehen dadurch nicht verloren.</translation>
    </message>
    <message>
        <source>The clock of %1 is wrong: at least %2 ahead of this one</source>
        <translation>Die Uhr von %1 geht falsch: mindestens %2 vor dieser</translation>
    </message>
    <message>
        <source>The clock of %1 is wrong: at least %2 behind this one</source>
        <translation>Die Uhr von %1 geht falsch: mindestens %2 hinter dieser</translation>
    </message>
    <message>
        <source>Look which of the two is right, and tell them. Bundle %1 shows it; bundles are not lost by it.</source>
        <translation>Sehen Sie nach, welche der beiden stimmt, und sagen Sie es dort. Bündel %1 zeigt es; Bündel gehen dadurch nicht verloren.</translation>
    </message>
    <message>
        <source>yesterday, %1</source>
        <translation>gestern, %1</translation>
    </message>
    <message>
        <source>today, %1</source>
        <translation>heute, %1</translation>
    </message>
    <message>
        <source>tomorrow, %1</source>
        <translation>morgen, %1</translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s) (%1)</source>
        <translation>
            <numerusform>in %n Tag (%1)</numerusform>
            <numerusform>in %n Tagen (%1)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago (%1)</source>
        <translation>
            <numerusform>vor %n Tag (%1)</numerusform>
            <numerusform>vor %n Tagen (%1)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more confirmation(s) are due soon, or were</source>
        <translation>
            <numerusform>%n weitere Bestätigung ist bald fällig oder war es</numerusform>
            <numerusform>%n weitere Bestätigungen sind bald fällig oder waren es</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more voucher(s) end soon, or have ended</source>
        <translation>
            <numerusform>%n weiterer Voucher endet bald oder ist abgelaufen</numerusform>
            <numerusform>%n weitere Voucher enden bald oder sind abgelaufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more certificate(s) of devices end soon, or have ended</source>
        <translation>
            <numerusform>%n weiteres Gerätezertifikat endet bald oder ist abgelaufen</numerusform>
            <numerusform>%n weitere Gerätezertifikate enden bald oder sind abgelaufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more device(s) give up soon, or have given up</source>
        <translation>
            <numerusform>%n weiteres Gerät gibt bald auf oder hat aufgegeben</numerusform>
            <numerusform>%n weitere Geräte geben bald auf oder haben aufgegeben</numerusform>
        </translation>
    </message>
    <message>
        <source>Confirmations that are due</source>
        <translation>Fällige Bestätigungen</translation>
    </message>
    <message>
        <source>Vouchers that end</source>
        <translation>Voucher, die enden</translation>
    </message>
    <message>
        <source>Certificates that end</source>
        <translation>Zertifikate, die enden</translation>
    </message>
    <message>
        <source>Devices that give up</source>
        <translation>Geräte, die aufgeben</translation>
    </message>
    <message>
        <source>At least %1</source>
        <translation>Mindestens %1</translation>
    </message>
</context>
<context>
    <name>ErrorSentences</name>
    <message>
        <source>It is not what it should be: something in it is broken.</source>
        <translation>Es ist nicht, was es sein soll: Etwas darin ist beschädigt.</translation>
    </message>
    <message>
        <source>Ask whoever made it for a new copy. If a medium brought it, the medium may be damaged: take another one.</source>
        <translation>Lassen Sie es sich von dort, wo es herkommt, noch einmal geben. Kam es auf einem Datenträger, ist vielleicht dieser beschädigt: Nehmen Sie einen anderen.</translation>
    </message>
    <message>
        <source>There is more in it than belongs there.</source>
        <translation>Es steht mehr darin, als hineingehört.</translation>
    </message>
    <message>
        <source>Ask whoever made it for a new copy. It may have been altered on its way.</source>
        <translation>Lassen Sie es sich von dort, wo es herkommt, noch einmal geben. Vielleicht wurde es unterwegs verändert.</translation>
    </message>
    <message>
        <source>A newer version of Satchel made it.</source>
        <translation>Eine neuere Version von Satchel hat es erzeugt.</translation>
    </message>
    <message>
        <source>Update Satchel on this computer, then start again.</source>
        <translation>Bringen Sie Satchel auf diesem Computer auf den neuesten Stand und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>Something stands in it twice that may stand there once only.</source>
        <translation>Etwas steht zweimal darin, das nur einmal darin stehen darf.</translation>
    </message>
    <message>
        <source>There is something in it that this version of Satchel does not know.</source>
        <translation>Es steht etwas darin, das diese Version von Satchel nicht kennt.</translation>
    </message>
    <message>
        <source>Update Satchel on this computer. If that does not help, ask whoever made it.</source>
        <translation>Bringen Sie Satchel auf diesem Computer auf den neuesten Stand. Hilft das nicht, fragen Sie dort, wo es herkommt.</translation>
    </message>
    <message>
        <source>A file or folder cannot be read or written.</source>
        <translation>Eine Datei oder ein Ordner lässt sich nicht lesen oder schreiben.</translation>
    </message>
    <message>
        <source>Look whether it is still there and whether you may open it, then start again.</source>
        <translation>Sehen Sie nach, ob es noch da ist und ob Sie es öffnen dürfen, und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>It was not copied to its end. Copy it anew, or ask its sender to write it again.</source>
        <translation>Sie wurde nicht zu Ende kopiert. Kopieren Sie sie noch einmal oder bitten Sie den Absender, sie neu zu schreiben.</translation>
    </message>
    <message>
        <source>It is none of the things that Satchel takes.</source>
        <translation>Es ist nichts, was Satchel annimmt.</translation>
    </message>
    <message>
        <source>Look whether it is the right file.</source>
        <translation>Sehen Sie nach, ob es die richtige Datei ist.</translation>
    </message>
    <message>
        <source>It is larger than is allowed.</source>
        <translation>Es ist größer als erlaubt.</translation>
    </message>
    <message>
        <source>Ask its sender for smaller bundles.</source>
        <translation>Bitten Sie den Absender um kleinere Bündel.</translation>
    </message>
    <message>
        <source>The bundle is damaged or was altered.</source>
        <translation>Das Bündel ist beschädigt oder wurde verändert.</translation>
    </message>
    <message>
        <source>Ask its sender to write it again, onto another medium.</source>
        <translation>Bitten Sie den Absender, es noch einmal zu schreiben, auf einen anderen Datenträger.</translation>
    </message>
    <message>
        <source>The signature is not valid.</source>
        <translation>Die Signatur ist ungültig.</translation>
    </message>
    <message>
        <source>It is signed or encrypted in a way that is no longer good enough.</source>
        <translation>Es ist auf eine Weise signiert oder verschlüsselt, die nicht mehr genügt.</translation>
    </message>
    <message>
        <source>Whoever made it must use newer algorithms or a longer key.</source>
        <translation>Wer es erzeugt hat, muss neuere Verfahren oder einen längeren Schlüssel verwenden.</translation>
    </message>
    <message>
        <source>No station that is known here has made it.</source>
        <translation>Keine Station, die hier bekannt ist, hat es erzeugt.</translation>
    </message>
    <message>
        <source>If you expect it, add the sender&apos;s card under Stations and compare the fingerprint.</source>
        <translation>Wenn Sie es erwarten, fügen Sie die Karte des Absenders unter „Stationen“ hinzu und vergleichen Sie den Fingerabdruck.</translation>
    </message>
    <message>
        <source>It comes from a station that is no longer trusted here.</source>
        <translation>Es kommt von einer Station, der hier nicht mehr vertraut wird.</translation>
    </message>
    <message>
        <source>Do not use it. Ask whoever revoked the station.</source>
        <translation>Verwenden Sie es nicht. Fragen Sie die Person, die die Station gesperrt hat.</translation>
    </message>
    <message>
        <source>It comes from a site where a backend is due, or the other way round.</source>
        <translation>Es kommt von einem Standort, wo eine Zentrale hingehört, oder umgekehrt.</translation>
    </message>
    <message>
        <source>Look whether you are at the right computer.</source>
        <translation>Sehen Sie nach, ob Sie am richtigen Computer sind.</translation>
    </message>
    <message>
        <source>Its sender may not send this kind of item.</source>
        <translation>Der Absender darf so etwas nicht senden.</translation>
    </message>
    <message>
        <source>Do not use it. Ask its sender how it came about.</source>
        <translation>Verwenden Sie es nicht. Fragen Sie den Absender, wie es dazu kam.</translation>
    </message>
    <message>
        <source>It is for another station.</source>
        <translation>Es ist für eine andere Station.</translation>
    </message>
    <message>
        <source>Carry it to the station that it is for. The label says which.</source>
        <translation>Bringen Sie es zu der Station, für die es ist. Das Etikett sagt, welche das ist.</translation>
    </message>
    <message>
        <source>The content is not what the label lists.</source>
        <translation>Der Inhalt ist nicht der, den das Etikett aufführt.</translation>
    </message>
    <message>
        <source>No key of this station opens it.</source>
        <translation>Kein Schlüssel dieser Station öffnet es.</translation>
    </message>
    <message>
        <source>Its sender may have an old card of this station: send the newest one, and ask for the bundle anew.</source>
        <translation>Der Absender hat vielleicht eine alte Karte dieser Station: Schicken Sie ihm die neueste und bitten Sie ihn, das Bündel neu zu packen.</translation>
    </message>
    <message>
        <source>There are two different bundles under one number, or a station was restored from an old copy.</source>
        <translation>Es gibt zwei verschiedene Bündel unter einer Nummer, oder eine Station wurde aus einer alten Sicherung wiederhergestellt.</translation>
    </message>
    <message>
        <source>Do not decide this alone: show it to your operator.</source>
        <translation>Entscheiden Sie das nicht allein: Zeigen Sie es Ihrem Betreiber.</translation>
    </message>
    <message>
        <source>Its time is over.</source>
        <translation>Seine Zeit ist abgelaufen.</translation>
    </message>
    <message>
        <source>Look at the date of this computer. If that is right, it must be asked for anew.</source>
        <translation>Prüfen Sie das Datum dieses Computers. Stimmt es, muss neu angefragt werden.</translation>
    </message>
    <message>
        <source>Its time has not begun yet.</source>
        <translation>Seine Zeit hat noch nicht begonnen.</translation>
    </message>
    <message>
        <source>Look at the date and time of this computer.</source>
        <translation>Prüfen Sie Datum und Uhrzeit dieses Computers.</translation>
    </message>
    <message>
        <source>Who asks has not proved to have the key.</source>
        <translation>Wer anfragt, hat nicht nachgewiesen, dass er den Schlüssel besitzt.</translation>
    </message>
    <message>
        <source>The device must ask again.</source>
        <translation>Das Gerät muss noch einmal anfragen.</translation>
    </message>
    <message>
        <source>Nobody who is trusted here vouches for its signer.</source>
        <translation>Niemand, dem hier vertraut wird, bürgt für den Unterzeichner.</translation>
    </message>
    <message>
        <source>If the signer is right, add its certificate as an anchor.</source>
        <translation>Ist es der richtige Unterzeichner, fügen Sie sein Zertifikat als Vertrauensanker hinzu.</translation>
    </message>
    <message>
        <source>A certificate in it was revoked.</source>
        <translation>Ein Zertifikat darin wurde gesperrt.</translation>
    </message>
    <message>
        <source>Do not use it. The device needs another certificate.</source>
        <translation>Verwenden Sie es nicht. Das Gerät braucht ein anderes Zertifikat.</translation>
    </message>
    <message>
        <source>The serial number is not that of the device.</source>
        <translation>Die Seriennummer ist nicht die des Geräts.</translation>
    </message>
    <message>
        <source>Ask whoever sent it; the device may have to ask again.</source>
        <translation>Fragen Sie den Absender; vielleicht muss das Gerät noch einmal anfragen.</translation>
    </message>
    <message>
        <source>The voucher does not belong to the latest request of the device.</source>
        <translation>Der Voucher gehört nicht zur neuesten Anfrage des Geräts.</translation>
    </message>
    <message>
        <source>Wait for the answer to the latest request.</source>
        <translation>Warten Sie auf die Antwort auf die neueste Anfrage.</translation>
    </message>
    <message>
        <source>The voucher is for another domain.</source>
        <translation>Der Voucher ist für eine andere Domäne.</translation>
    </message>
    <message>
        <source>The manufacturer must issue it anew, for this domain.</source>
        <translation>Der Hersteller muss ihn für diese Domäne neu ausstellen.</translation>
    </message>
    <message>
        <source>It answers no request of this station.</source>
        <translation>Es beantwortet keine Anfrage dieser Station.</translation>
    </message>
    <message>
        <source>Look whether it is for another station, or whether this one was restored from an old copy.</source>
        <translation>Sehen Sie nach, ob es für eine andere Station ist oder ob diese aus einer alten Sicherung wiederhergestellt wurde.</translation>
    </message>
    <message>
        <source>It is for another key than was asked for.</source>
        <translation>Es ist für einen anderen Schlüssel als den angefragten.</translation>
    </message>
    <message>
        <source>The message has no transaction number, so its answer could not be told from others.</source>
        <translation>Die Nachricht hat keine Transaktionsnummer, daher wäre ihre Antwort nicht von anderen zu unterscheiden.</translation>
    </message>
    <message>
        <source>The device or the registrar must send it with one.</source>
        <translation>Das Gerät oder der Registrar muss sie mit einer Nummer senden.</translation>
    </message>
    <message>
        <source>Nothing tells who asks.</source>
        <translation>Es ist nicht bekannt, wer anfragt.</translation>
    </message>
    <message>
        <source>Decide under Requests whether it may pass.</source>
        <translation>Entscheiden Sie unter „Anfragen“, ob es weitergehen darf.</translation>
    </message>
    <message>
        <source>The device has asked anew since.</source>
        <translation>Das Gerät hat seither neu angefragt.</translation>
    </message>
    <message>
        <source>Nothing is to be done: its newer request counts.</source>
        <translation>Es ist nichts zu tun: Es gilt die neuere Anfrage.</translation>
    </message>
    <message>
        <source>Its deadline has passed.</source>
        <translation>Seine Frist ist verstrichen.</translation>
    </message>
    <message>
        <source>It waits for a person&apos;s decision.</source>
        <translation>Darüber muss ein Mensch entscheiden.</translation>
    </message>
    <message>
        <source>This version of Satchel does not know this kind of item.</source>
        <translation>Diese Version von Satchel kennt diese Art von Vorgang nicht.</translation>
    </message>
    <message>
        <source>No station of that name is known here.</source>
        <translation>Hier ist keine Station dieses Namens bekannt.</translation>
    </message>
    <message>
        <source>Add its card under Stations.</source>
        <translation>Fügen Sie ihre Karte unter „Stationen“ hinzu.</translation>
    </message>
    <message>
        <source>The card has another fingerprint than was told.</source>
        <translation>Die Karte hat einen anderen Fingerabdruck als den genannten.</translation>
    </message>
    <message>
        <source>Do not use this card. Ask the other side for theirs again.</source>
        <translation>Verwenden Sie diese Karte nicht. Bitten Sie die Gegenseite noch einmal um ihre.</translation>
    </message>
    <message>
        <source>A newer card of that station is known already.</source>
        <translation>Eine neuere Karte dieser Station ist schon bekannt.</translation>
    </message>
    <message>
        <source>Nothing is to be done: the newer card counts.</source>
        <translation>Es ist nichts zu tun: Es gilt die neuere Karte.</translation>
    </message>
    <message>
        <source>The key of this station cannot be used.</source>
        <translation>Der Schlüssel dieser Station ist nicht benutzbar.</translation>
    </message>
    <message>
        <source>Ask whoever set the station up for its passphrase or its token.</source>
        <translation>Fragen Sie die Person, die die Station eingerichtet hat, nach Passphrase oder Token.</translation>
    </message>
    <message>
        <source>The passphrase is wrong or missing.</source>
        <translation>Die Passphrase ist falsch oder fehlt.</translation>
    </message>
    <message>
        <source>The medium is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>Make room on it or take a larger one, then start again.</source>
        <translation>Schaffen Sie Platz darauf oder nehmen Sie einen größeren, und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>The medium was pulled, or stopped answering.</source>
        <translation>Der Datenträger wurde abgezogen oder antwortet nicht mehr.</translation>
    </message>
    <message>
        <source>Put it back in, wait until it is shown, and start again. If it happens twice, take another one.</source>
        <translation>Stecken Sie ihn wieder an, warten Sie, bis er angezeigt wird, und beginnen Sie von vorn. Geschieht es zweimal, nehmen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The medium is write-protected.</source>
        <translation>Der Datenträger ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>Push its switch to “unlocked” or take another one, then start again.</source>
        <translation>Schieben Sie seinen Schreibschutz-Schalter zurück oder nehmen Sie einen anderen, und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>What was read back from the medium is not what was written.</source>
        <translation>Was vom Datenträger zurückgelesen wurde, ist nicht das Geschriebene.</translation>
    </message>
    <message>
        <source>The medium is broken: mark it and take another one.</source>
        <translation>Der Datenträger ist defekt: Kennzeichnen Sie ihn und nehmen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The disk of this computer is full.</source>
        <translation>Die Festplatte dieses Computers ist voll.</translation>
    </message>
    <message>
        <source>Make room on the computer&apos;s own disk, then start again.</source>
        <translation>Schaffen Sie Platz auf der Festplatte des Computers und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>Wait until it has ended, then start again.</source>
        <translation>Warten Sie, bis es fertig ist, und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>There is no station in that folder.</source>
        <translation>In diesem Ordner ist keine Station.</translation>
    </message>
    <message>
        <source>Look whether it is the right folder.</source>
        <translation>Sehen Sie nach, ob es der richtige Ordner ist.</translation>
    </message>
    <message>
        <source>There is no such item, bundle or anchor.</source>
        <translation>Es gibt keinen solchen Vorgang, kein solches Bündel und keinen solchen Vertrauensanker.</translation>
    </message>
    <message>
        <source>It may have changed meanwhile: look at the list again.</source>
        <translation>Vielleicht hat sich inzwischen etwas geändert: Sehen Sie noch einmal in die Liste.</translation>
    </message>
    <message>
        <source>The station&apos;s records cannot be opened, or its disk fails.</source>
        <translation>Die Aufzeichnungen der Station lassen sich nicht öffnen, oder ihre Festplatte versagt.</translation>
    </message>
    <message>
        <source>Stop working with this computer and show it to your operator.</source>
        <translation>Arbeiten Sie nicht weiter mit diesem Computer und zeigen Sie es Ihrem Betreiber.</translation>
    </message>
    <message>
        <source>You have stopped it.</source>
        <translation>Sie haben es abgebrochen.</translation>
    </message>
    <message>
        <source>Start again whenever you like.</source>
        <translation>Beginnen Sie von vorn, wann Sie möchten.</translation>
    </message>
    <message>
        <source>That is a mistake in Satchel itself.</source>
        <translation>Das ist ein Fehler in Satchel selbst.</translation>
    </message>
    <message>
        <source>Please report it, with the text below.</source>
        <translation>Bitte melden Sie ihn mit dem Text darunter.</translation>
    </message>
    <message>
        <source>The device is not in the inventory.</source>
        <translation>Das Gerät steht nicht im Bestand.</translation>
    </message>
    <message>
        <source>If it belongs to you, add it to the inventory; else reject it.</source>
        <translation>Gehört es Ihnen, fügen Sie es dem Bestand hinzu; sonst lehnen Sie es ab.</translation>
    </message>
    <message>
        <source>Something else works with this station: another page of this window, or another program.</source>
        <translation>Etwas anderes arbeitet gerade mit dieser Station: eine andere Seite dieses Fensters oder ein anderes Programm.</translation>
    </message>
    <message>
        <source>What was entered does not work together.</source>
        <translation>Das Eingegebene passt nicht zusammen.</translation>
    </message>
    <message>
        <source>Look at what you have entered, then try again.</source>
        <translation>Prüfen Sie, was Sie eingegeben haben, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Do not use it. If it is the right file, ask its sender, by telephone or in person, whether it is theirs.</source>
        <translation>Verwenden Sie es nicht. Ist es die richtige Datei, fragen Sie den Absender telefonisch oder persönlich, ob es von ihm ist.</translation>
    </message>
</context>
<context>
    <name>ItemVerbs</name>
    <message>
        <source>Nothing has changed: %1</source>
        <translation>Nichts hat sich geändert: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) released.</source>
        <translation>
            <numerusform>%n Vorgang wurde freigegeben.</numerusform>
            <numerusform>%n Vorgänge wurden freigegeben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) rejected.</source>
        <translation>
            <numerusform>%n Vorgang wurde abgelehnt.</numerusform>
            <numerusform>%n Vorgänge wurden abgelehnt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not done: %1</source>
        <translation>Nicht ausgeführt: %1</translation>
    </message>
</context>
<context>
    <name>LogPaper</name>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>When (UTC)</source>
        <translation>Wann (UTC)</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>Bündel</translation>
    </message>
    <message>
        <source>With what result</source>
        <translation>Mit welchem Ergebnis</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 an %2</translation>
    </message>
    <message>
        <source>%1 (%2 on %3)</source>
        <translation>%1 (%2 an %3)</translation>
    </message>
    <message>
        <source>Custody log of %1</source>
        <translation>Übergabeprotokoll von %1</translation>
    </message>
    <message>
        <source>Printed by %1 at %2 (UTC)</source>
        <translation>Gedruckt von %1, %2 (UTC)</translation>
    </message>
    <message>
        <source>Custody log</source>
        <translation>Übergabeprotokoll</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>The whole log</source>
        <translation>Das ganze Protokoll</translation>
    </message>
    <message>
        <source>Printed by</source>
        <translation>Gedruckt von</translation>
    </message>
    <message>
        <source>%1, %2 (UTC)</source>
        <translation>%1, %2 (UTC)</translation>
    </message>
    <message numerus="yes">
        <source>all, %n</source>
        <translation>
            <numerusform>alle, %n</numerusform>
            <numerusform>alle, %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>those with “%1”, %n</source>
        <translation>
            <numerusform>die mit „%1“, %n</numerusform>
            <numerusform>die mit „%1“, %n</numerusform>
        </translation>
    </message>
    <message>
        <source>The hash of entry %1, the last one here: %2</source>
        <translation>Der Hash von Eintrag %1, dem letzten hier: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s), the last page.</source>
        <translation>
            <numerusform>%n Eintrag, letzte Seite.</numerusform>
            <numerusform>%n Einträge, letzte Seite.</numerusform>
        </translation>
    </message>
    <message>
        <source>The custody log is intact.</source>
        <translation>Das Übergabeprotokoll ist unversehrt.</translation>
    </message>
    <message>
        <source>The custody log is NOT intact: entry %1 is the first that is not as it was written.</source>
        <translation>Das Übergabeprotokoll ist NICHT unversehrt: Eintrag %1 ist der erste, der nicht so ist, wie er geschrieben wurde.</translation>
    </message>
</context>
<context>
    <name>LogWords</name>
    <message>
        <source>gathered</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>mitgenommen</translation>
    </message>
    <message>
        <source>number given up</source>
        <translation>Nummer aufgegeben</translation>
    </message>
    <message>
        <source>brought in</source>
        <translation>eingelesen</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>zurückgewiesen</translation>
    </message>
    <message>
        <source>receipt brought in</source>
        <translation>Quittung eingelesen</translation>
    </message>
    <message>
        <source>handed over</source>
        <translation>übergeben</translation>
    </message>
    <message>
        <source>released</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>station added</source>
        <translation>Station hinzugefügt</translation>
    </message>
    <message>
        <source>station forgotten</source>
        <translation>Station vergessen</translation>
    </message>
    <message>
        <source>station revoked</source>
        <translation>Station gesperrt</translation>
    </message>
    <message>
        <source>anchor added</source>
        <translation>Anker hinzugefügt</translation>
    </message>
    <message>
        <source>anchor removed</source>
        <translation>Anker entfernt</translation>
    </message>
    <message>
        <source>new card</source>
        <translation>neue Karte</translation>
    </message>
    <message>
        <source>settings changed</source>
        <translation>Einstellungen geändert</translation>
    </message>
    <message>
        <source>put back from a copy</source>
        <translation>aus einer Kopie zurückgeholt</translation>
    </message>
    <message>
        <source>medium opened</source>
        <translation>Datenträger geöffnet</translation>
    </message>
    <message>
        <source>medium ejected</source>
        <translation>Datenträger ausgeworfen</translation>
    </message>
    <message>
        <source>brought in in part</source>
        <translation>zum Teil eingelesen</translation>
    </message>
    <message>
        <source>was brought in before</source>
        <translation>war schon eingelesen</translation>
    </message>
    <message>
        <source>taken in</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>was taken in before</source>
        <translation>war schon übernommen</translation>
    </message>
    <message>
        <source>not of this station&apos;s bundles</source>
        <translation>über kein Bündel dieser Station</translation>
    </message>
    <message>
        <source>manufacturer</source>
        <translation>Hersteller</translation>
    </message>
    <message>
        <source>domain</source>
        <translation>Domäne</translation>
    </message>
    <message>
        <source>MASA</source>
        <translation>MASA</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>ejected</source>
        <translation>ausgeworfen</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>%1 taken, %2 there already, %3 held</source>
        <translation>%1 übernommen, %2 schon vorhanden, %3 angehalten</translation>
    </message>
    <message>
        <source>%1 taken from %2, %3 there already, %4 held</source>
        <translation>%1 von %2 übernommen, %3 schon vorhanden, %4 angehalten</translation>
    </message>
    <message>
        <source>number %1 to %2: %3 items, %4 bytes, sha256 %5, read back</source>
        <translation>Nummer %1 an %2: %3 Vorgänge, %4 Bytes, SHA-256 %5, zurückgelesen</translation>
    </message>
    <message>
        <source>number %1 is not used again: %2</source>
        <translation>Nummer %1 wird nicht wieder verwendet: %2</translation>
    </message>
    <message>
        <source>the taking out ended early; number %1 is not used again</source>
        <translation>das Mitnehmen brach ab; Nummer %1 wird nicht wieder verwendet</translation>
    </message>
    <message>
        <source>number %1 from %2: %3, %4 new, %5 there already, %6 refused</source>
        <translation>Nummer %1 von %2: %3, %4 neu, %5 schon vorhanden, %6 zurückgewiesen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2 of %3 items refused</source>
        <translation>%1: %2 von %3 Vorgängen zurückgewiesen</translation>
    </message>
    <message>
        <source>%1 items</source>
        <translation>%1 Vorgänge</translation>
    </message>
    <message>
        <source>%1 items for %2</source>
        <translation>%1 Vorgänge für %2</translation>
    </message>
    <message>
        <source>%1 items: %2</source>
        <translation>%1 Vorgänge: %2</translation>
    </message>
    <message>
        <source>%1 items: %2 (%3)</source>
        <translation>%1 Vorgänge: %2 (%3)</translation>
    </message>
    <message>
        <source>%1 (%2 %3), card %4</source>
        <translation>%1 (%2 %3), Karte %4</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1: %2 (%3)</translation>
    </message>
    <message>
        <source>card %1 of this station</source>
        <translation>Karte %1 dieser Station</translation>
    </message>
    <message>
        <source>in settings.toml: %1</source>
        <translation>in settings.toml: %1</translation>
    </message>
    <message>
        <source>put back from a copy: ledger %1 was %2</source>
        <translation>aus einer Kopie zurückgeholt: die Aufzeichnungen %1 waren %2</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>unter %1</translation>
    </message>
    <message>
        <source>it could not be opened. %1 (%2)</source>
        <translation>er ließ sich nicht öffnen. %1 (%2)</translation>
    </message>
    <message>
        <source>ready to be pulled: %1</source>
        <translation>kann abgezogen werden: %1</translation>
    </message>
    <message>
        <source>not ready to be pulled. %1 (%2)</source>
        <translation>kann noch nicht abgezogen werden. %1 (%2)</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>--%1 takes one of: %2</source>
        <translation>--%1 kennt nur: %2</translation>
    </message>
    <message>
        <source>The station&apos;s directory.</source>
        <translation>Das Verzeichnis der Station.</translation>
    </message>
    <message>
        <source>The language of the window, instead of the system&apos;s: de or en.</source>
        <translation>Die Sprache des Fensters statt der des Systems: de oder en.</translation>
    </message>
    <message>
        <source>light or dark, instead of what the desktop says.</source>
        <translation>light (hell) oder dark (dunkel) statt dessen, was der Desktop vorgibt.</translation>
    </message>
    <message>
        <source>Bundles and receipts to verify.</source>
        <translation>Bündel und Quittungen, die geprüft werden sollen.</translation>
    </message>
</context>
<context>
    <name>ObjectValues</name>
    <message>
        <source>the MASA has verified the owner</source>
        <translation>die MASA hat den Besitzer geprüft</translation>
    </message>
    <message>
        <source>the MASA has logged it, and did not verify the owner</source>
        <translation>die MASA hat es festgehalten und den Besitzer nicht geprüft</translation>
    </message>
    <message>
        <source>the device and the registrar were beside each other</source>
        <translation>Gerät und Registrar waren beieinander</translation>
    </message>
    <message>
        <source>the device and an agent of the registrar were beside each other</source>
        <translation>Gerät und ein Beauftragter des Registrars waren beieinander</translation>
    </message>
    <message>
        <source>granted</source>
        <translation>gewährt</translation>
    </message>
    <message>
        <source>granted with changes</source>
        <translation>mit Änderungen gewährt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>muss warten</translation>
    </message>
    <message>
        <source>a revocation is near</source>
        <translation>eine Sperrung steht bevor</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>the key is to be renewed soon</source>
        <translation>der Schlüssel ist bald zu erneuern</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>not supported</source>
        <translation>nicht unterstützt</translation>
    </message>
    <message>
        <source>a confirmation is wanted</source>
        <translation>eine Bestätigung wird verlangt</translation>
    </message>
    <message>
        <source>a proof that the key is there is wanted</source>
        <translation>ein Nachweis des Schlüssels wird verlangt</translation>
    </message>
    <message>
        <source>done in part</source>
        <translation>zum Teil erledigt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>seen by a registration authority</source>
        <translation>von einer Registrierungsstelle gesehen</translation>
    </message>
    <message>
        <source>by a signature</source>
        <translation>durch eine Signatur</translation>
    </message>
    <message>
        <source>later, to the authority</source>
        <translation>später, gegenüber der Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>the authority</source>
        <translation>die Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>by a shared secret (MAC)</source>
        <translation>durch ein gemeinsames Geheimnis (MAC)</translation>
    </message>
    <message>
        <source>a signature of an unknown kind</source>
        <translation>eine Signatur unbekannter Art</translation>
    </message>
    <message>
        <source>not shown</source>
        <translation>wird nicht gezeigt</translation>
    </message>
    <message>
        <source>a shared key</source>
        <translation>einen gemeinsamen Schlüssel</translation>
    </message>
    <message>
        <source>a password</source>
        <translation>ein Passwort</translation>
    </message>
    <message>
        <source>something else</source>
        <translation>etwas anderes</translation>
    </message>
    <message>
        <source>request by PKCS #10</source>
        <translation>Anfrage nach PKCS #10</translation>
    </message>
    <message>
        <source>report on a voucher</source>
        <translation>Bericht über einen Voucher</translation>
    </message>
    <message>
        <source>report on an enrolment</source>
        <translation>Bericht über eine Ausstellung</translation>
    </message>
    <message>
        <source>rejection</source>
        <translation>Ablehnung</translation>
    </message>
    <message>
        <source>audit log</source>
        <translation>Audit-Log</translation>
    </message>
    <message>
        <source>request for the audit log</source>
        <translation>Anfrage nach dem Audit-Log</translation>
    </message>
    <message>
        <source>certificate with its key (serverkeygen)</source>
        <translation>Zertifikat mit seinem Schlüssel (serverkeygen)</translation>
    </message>
    <message>
        <source>certificate (X.509)</source>
        <translation>Zertifikat (X.509)</translation>
    </message>
    <message>
        <source>certificates (CMS)</source>
        <translation>Zertifikate (CMS)</translation>
    </message>
    <message>
        <source>request by CRMF</source>
        <translation>Anfrage nach CRMF</translation>
    </message>
    <message>
        <source>request by CMC</source>
        <translation>Anfrage nach CMC</translation>
    </message>
    <message>
        <source>answer by CMC</source>
        <translation>Antwort nach CMC</translation>
    </message>
    <message>
        <source>CSR attributes</source>
        <translation>CSR-Attribute</translation>
    </message>
    <message>
        <source>CA certificates (CMS)</source>
        <translation>CA-Zertifikate (CMS)</translation>
    </message>
    <message>
        <source>CA certificates (X.509)</source>
        <translation>CA-Zertifikate (X.509)</translation>
    </message>
    <message>
        <source>revocation list</source>
        <translation>Sperrliste</translation>
    </message>
    <message>
        <source>PKCS #8, not encrypted</source>
        <translation>PKCS #8, nicht verschlüsselt</translation>
    </message>
    <message>
        <source>EnvelopedData (CMS)</source>
        <translation>EnvelopedData (CMS)</translation>
    </message>
    <message>
        <source>AuthEnvelopedData (CMS)</source>
        <translation>AuthEnvelopedData (CMS)</translation>
    </message>
    <message>
        <source>elliptic curve of its own</source>
        <translation>eigene elliptische Kurve</translation>
    </message>
    <message>
        <source>request for a first certificate</source>
        <translation>Anfrage nach einem ersten Zertifikat</translation>
    </message>
    <message>
        <source>answer to a request for a first certificate</source>
        <translation>Antwort auf eine Anfrage nach einem ersten Zertifikat</translation>
    </message>
    <message>
        <source>request for a certificate</source>
        <translation>Anfrage nach einem Zertifikat</translation>
    </message>
    <message>
        <source>answer to a request for a certificate</source>
        <translation>Antwort auf eine Anfrage nach einem Zertifikat</translation>
    </message>
    <message>
        <source>request for a certificate by PKCS #10</source>
        <translation>Anfrage nach einem Zertifikat mit PKCS #10</translation>
    </message>
    <message>
        <source>challenge for a proof that the key is there</source>
        <translation>Aufgabe zum Nachweis des Schlüssels</translation>
    </message>
    <message>
        <source>answer to a challenge</source>
        <translation>Lösung einer Aufgabe</translation>
    </message>
    <message>
        <source>request for a renewed certificate</source>
        <translation>Anfrage nach einem erneuerten Zertifikat</translation>
    </message>
    <message>
        <source>answer to a request for a renewed certificate</source>
        <translation>Antwort auf eine Anfrage nach einem erneuerten Zertifikat</translation>
    </message>
    <message>
        <source>request for a lost key</source>
        <translation>Anfrage nach einem verlorenen Schlüssel</translation>
    </message>
    <message>
        <source>answer to a request for a lost key</source>
        <translation>Antwort auf eine Anfrage nach einem verlorenen Schlüssel</translation>
    </message>
    <message>
        <source>request to revoke</source>
        <translation>Anfrage nach einer Sperrung</translation>
    </message>
    <message>
        <source>answer to a request to revoke</source>
        <translation>Antwort auf eine Anfrage nach einer Sperrung</translation>
    </message>
    <message>
        <source>request for a cross-certificate</source>
        <translation>Anfrage nach einem Kreuzzertifikat</translation>
    </message>
    <message>
        <source>answer to a request for a cross-certificate</source>
        <translation>Antwort auf eine Anfrage nach einem Kreuzzertifikat</translation>
    </message>
    <message>
        <source>announcement of a new CA key</source>
        <translation>Ankündigung eines neuen CA-Schlüssels</translation>
    </message>
    <message>
        <source>announcement of a certificate</source>
        <translation>Ankündigung eines Zertifikats</translation>
    </message>
    <message>
        <source>announcement of a revocation</source>
        <translation>Ankündigung einer Sperrung</translation>
    </message>
    <message>
        <source>announcement of a revocation list</source>
        <translation>Ankündigung einer Sperrliste</translation>
    </message>
    <message>
        <source>confirmation of a message</source>
        <translation>Bestätigung einer Nachricht</translation>
    </message>
    <message>
        <source>message inside a message</source>
        <translation>Nachricht in einer Nachricht</translation>
    </message>
    <message>
        <source>general question</source>
        <translation>allgemeine Frage</translation>
    </message>
    <message>
        <source>answer to a general question</source>
        <translation>Antwort auf eine allgemeine Frage</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>confirmation of a certificate</source>
        <translation>Bestätigung eines Zertifikats</translation>
    </message>
    <message>
        <source>question whether the answer is there</source>
        <translation>Frage, ob die Antwort da ist</translation>
    </message>
    <message>
        <source>answer that it takes longer</source>
        <translation>Antwort, dass es länger dauert</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>request for a certificate that is there</source>
        <translation>Anfrage nach einem vorhandenen Zertifikat</translation>
    </message>
    <message>
        <source>request for a revocation list</source>
        <translation>Anfrage nach einer Sperrliste</translation>
    </message>
    <message>
        <source>an algorithm is unknown or not accepted</source>
        <translation>ein Verfahren ist unbekannt oder wird nicht angenommen</translation>
    </message>
    <message>
        <source>the protection of the message is wrong</source>
        <translation>der Schutz der Nachricht ist falsch</translation>
    </message>
    <message>
        <source>such a request is not allowed or not supported</source>
        <translation>eine solche Anfrage ist nicht erlaubt oder nicht vorgesehen</translation>
    </message>
    <message>
        <source>the time in the message is too far from the authority&apos;s clock</source>
        <translation>die Zeit in der Nachricht weicht zu weit von der Uhr der Zertifizierungsstelle ab</translation>
    </message>
    <message>
        <source>there is no such certificate</source>
        <translation>ein solches Zertifikat gibt es nicht</translation>
    </message>
    <message>
        <source>the message cannot be read</source>
        <translation>die Nachricht ist nicht lesbar</translation>
    </message>
    <message>
        <source>the request names another authority</source>
        <translation>die Anfrage nennt eine andere Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>the data of the requester are wrong</source>
        <translation>die Angaben des Anfragenden sind falsch</translation>
    </message>
    <message>
        <source>the time is missing from the message</source>
        <translation>in der Nachricht fehlt die Zeit</translation>
    </message>
    <message>
        <source>the proof that the key is there failed</source>
        <translation>der Nachweis des Schlüssels ist gescheitert</translation>
    </message>
    <message>
        <source>the certificate has been revoked already</source>
        <translation>das Zertifikat ist schon gesperrt</translation>
    </message>
    <message>
        <source>the certificate has been confirmed already</source>
        <translation>das Zertifikat ist schon bestätigt</translation>
    </message>
    <message>
        <source>the message is protected in the wrong way</source>
        <translation>die Nachricht ist auf die falsche Art geschützt</translation>
    </message>
    <message>
        <source>the nonce that the message repeats is missing or wrong</source>
        <translation>die wiederholte Nonce fehlt oder ist falsch</translation>
    </message>
    <message>
        <source>the authority has no time</source>
        <translation>die Zertifizierungsstelle hat keine Uhrzeit</translation>
    </message>
    <message>
        <source>the policy asked for is unknown</source>
        <translation>die verlangte Richtlinie ist unbekannt</translation>
    </message>
    <message>
        <source>an extension asked for is not accepted</source>
        <translation>eine verlangte Erweiterung wird nicht angenommen</translation>
    </message>
    <message>
        <source>the further information asked for is not there</source>
        <translation>die verlangten weiteren Angaben gibt es nicht</translation>
    </message>
    <message>
        <source>the nonce of the message is missing or too short or long</source>
        <translation>die Nonce der Nachricht fehlt oder hat die falsche Länge</translation>
    </message>
    <message>
        <source>no such certificate is given, or something is missing from the request</source>
        <translation>ein solches Zertifikat wird nicht ausgestellt, oder in der Anfrage fehlt etwas</translation>
    </message>
    <message>
        <source>who signed the message is unknown or not trusted</source>
        <translation>wer die Nachricht signiert hat, ist unbekannt, oder ihm wird nicht vertraut</translation>
    </message>
    <message>
        <source>the transaction is known already</source>
        <translation>die Transaktion ist schon bekannt</translation>
    </message>
    <message>
        <source>this version of CMP is not spoken</source>
        <translation>diese Version von CMP wird nicht verstanden</translation>
    </message>
    <message>
        <source>the sender may not ask for this</source>
        <translation>der Absender darf das nicht verlangen</translation>
    </message>
    <message>
        <source>the authority was not available</source>
        <translation>die Zertifizierungsstelle war nicht erreichbar</translation>
    </message>
    <message>
        <source>the authority failed</source>
        <translation>in der Zertifizierungsstelle gab es einen Fehler</translation>
    </message>
    <message>
        <source>such a certificate has been given already</source>
        <translation>ein solches Zertifikat ist schon ausgestellt</translation>
    </message>
    <message>
        <source>an extension asked for is not supported</source>
        <translation>eine verlangte Erweiterung ist nicht vorgesehen</translation>
    </message>
    <message>
        <source>the private key must be archived</source>
        <translation>der private Schlüssel muss hinterlegt werden</translation>
    </message>
    <message>
        <source>the identification or its proof is wrong</source>
        <translation>die Kennung oder ihr Nachweis ist falsch</translation>
    </message>
    <message>
        <source>a proof that the key is there is wanted first</source>
        <translation>erst wird ein Nachweis des Schlüssels verlangt</translation>
    </message>
    <message>
        <source>this key may not be used again</source>
        <translation>dieser Schlüssel darf nicht wieder verwendet werden</translation>
    </message>
    <message>
        <source>the authority is in trouble</source>
        <translation>die Zertifizierungsstelle ist gestört</translation>
    </message>
    <message>
        <source>it is to be asked for again later</source>
        <translation>später soll noch einmal angefragt werden</translation>
    </message>
    <message>
        <source>the authenticated data are not good</source>
        <translation>die beglaubigten Daten sind nicht in Ordnung</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>voucher (%1)</source>
        <translation>Voucher (%1)</translation>
    </message>
    <message>
        <source>voucher request of a device (%1)</source>
        <translation>Voucher-Anfrage eines Geräts (%1)</translation>
    </message>
    <message>
        <source>voucher request of a registrar (%1)</source>
        <translation>Voucher-Anfrage eines Registrars (%1)</translation>
    </message>
    <message>
        <source>elliptic curve %1</source>
        <translation>elliptische Kurve %1</translation>
    </message>
    <message>
        <source>RSA, %1 bits</source>
        <translation>RSA, %1 Bit</translation>
    </message>
    <message>
        <source>certificate %1 of %2</source>
        <translation>Zertifikat %1 von %2</translation>
    </message>
    <message>
        <source>key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>keine Angabe</translation>
    </message>
</context>
<context>
    <name>ObjectWords</name>
    <message>
        <source>serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>nonce</source>
        <translation>Nonce</translation>
    </message>
    <message>
        <source>made on</source>
        <translation>erstellt am</translation>
    </message>
    <message>
        <source>good until</source>
        <translation>gültig bis</translation>
    </message>
    <message>
        <source>signed by</source>
        <translation>signiert von</translation>
    </message>
    <message>
        <source>the device shall belong to</source>
        <translation>das Gerät soll gehören zu</translation>
    </message>
    <message>
        <source>the device saw the registrar</source>
        <translation>das Gerät sah den Registrar</translation>
    </message>
    <message>
        <source>what the device itself asked</source>
        <translation>was das Gerät selbst anfragte</translation>
    </message>
    <message>
        <source>issued to</source>
        <translation>ausgestellt für</translation>
    </message>
    <message>
        <source>issued by</source>
        <translation>ausgestellt von</translation>
    </message>
    <message>
        <source>valid from</source>
        <translation>gültig ab</translation>
    </message>
    <message>
        <source>valid until</source>
        <translation>gültig bis</translation>
    </message>
    <message>
        <source>key (SHA-256)</source>
        <translation>Schlüssel (SHA-256)</translation>
    </message>
    <message>
        <source>kind of key</source>
        <translation>Art des Schlüssels</translation>
    </message>
    <message>
        <source>fingerprint (SHA-256)</source>
        <translation>Fingerabdruck (SHA-256)</translation>
    </message>
    <message>
        <source>its manufacturer&apos;s MASA</source>
        <translation>MASA des Herstellers</translation>
    </message>
    <message>
        <source>certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>asks for</source>
        <translation>angefragt wird</translation>
    </message>
    <message>
        <source>transaction</source>
        <translation>Transaktion</translation>
    </message>
    <message>
        <source>sender</source>
        <translation>Absender</translation>
    </message>
    <message>
        <source>recipient</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>assertion</source>
        <translation>Zusicherung (assertion)</translation>
    </message>
    <message>
        <source>manufacturer of the device (key)</source>
        <translation>Hersteller des Geräts (Schlüssel)</translation>
    </message>
    <message>
        <source>when</source>
        <translation>wann</translation>
    </message>
    <message>
        <source>attributes</source>
        <translation>Attribute</translation>
    </message>
    <message>
        <source>who asks</source>
        <translation>wer anfragt</translation>
    </message>
    <message>
        <source>hash of the certificate</source>
        <translation>Hash des Zertifikats</translation>
    </message>
    <message>
        <source>certificate profiles</source>
        <translation>Zertifikatsprofile</translation>
    </message>
    <message>
        <source>encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>the confirmation is waited for until</source>
        <translation>auf die Bestätigung wird gewartet bis</translation>
    </message>
    <message>
        <source>confirms</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>controls</source>
        <translation>Steuerangaben</translation>
    </message>
    <message>
        <source>decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>only what has changed</source>
        <translation>nur Änderungen</translation>
    </message>
    <message>
        <source>domain</source>
        <translation>Domäne</translation>
    </message>
    <message>
        <source>number of events</source>
        <translation>Anzahl der Ereignisse</translation>
    </message>
    <message>
        <source>events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>why not</source>
        <translation>warum nicht</translation>
    </message>
    <message>
        <source>in its words</source>
        <translation>in dessen Worten</translation>
    </message>
    <message>
        <source>remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>identification</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>needs no confirmation</source>
        <translation>braucht keine Bestätigung</translation>
    </message>
    <message>
        <source>questions and answers</source>
        <translation>Fragen und Antworten</translation>
    </message>
    <message>
        <source>message inside</source>
        <translation>Nachricht darin</translation>
    </message>
    <message>
        <source>issued certificates</source>
        <translation>ausgestellte Zertifikate</translation>
    </message>
    <message>
        <source>who makes the key</source>
        <translation>wer den Schlüssel erzeugt</translation>
    </message>
    <message>
        <source>sent at</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>next list due</source>
        <translation>nächste Liste fällig</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>ask again at</source>
        <translation>wieder fragen</translation>
    </message>
    <message>
        <source>mark to ask again with</source>
        <translation>Kennung zum Wiederfragen</translation>
    </message>
    <message>
        <source>the device shall belong to (key, SHA-256)</source>
        <translation>das Gerät soll gehören (Schlüssel, SHA-256)</translation>
    </message>
    <message>
        <source>private key of the device</source>
        <translation>privater Schlüssel des Geräts</translation>
    </message>
    <message>
        <source>proof that the key is there</source>
        <translation>Nachweis des Schlüssels</translation>
    </message>
    <message>
        <source>protection</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>the device saw the registrar (key, SHA-256)</source>
        <translation>das Gerät sah den Registrar (Schlüssel, SHA-256)</translation>
    </message>
    <message>
        <source>more about the reason</source>
        <translation>mehr zum Grund</translation>
    </message>
    <message>
        <source>nonce repeated</source>
        <translation>wiederholte Nonce</translation>
    </message>
    <message>
        <source>number of recipients</source>
        <translation>Anzahl der Empfänger</translation>
    </message>
    <message>
        <source>renews</source>
        <translation>erneuert</translation>
    </message>
    <message>
        <source>request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>number of revoked certificates</source>
        <translation>Anzahl gesperrter Zertifikate</translation>
    </message>
    <message>
        <source>revokes</source>
        <translation>sperrt</translation>
    </message>
    <message>
        <source>encrypted as</source>
        <translation>verschlüsselt als</translation>
    </message>
    <message>
        <source>encrypted for</source>
        <translation>verschlüsselt für</translation>
    </message>
    <message>
        <source>own nonce</source>
        <translation>eigene Nonce</translation>
    </message>
    <message>
        <source>kind of signature</source>
        <translation>Art der Signatur</translation>
    </message>
    <message>
        <source>results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>success</source>
        <translation>Erfolg</translation>
    </message>
    <message>
        <source>in words</source>
        <translation>in Worten</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>what was left out</source>
        <translation>was ausgelassen ist</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>Page %1 of %2</source>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>Seite %1</translation>
    </message>
</context>
<context>
    <name>SlipBar</name>
    <message>
        <source>satchel-transport-slip</source>
        <translation>satchel-begleitschein</translation>
    </message>
    <message>
        <source>Transport slip</source>
        <translation>Begleitschein</translation>
    </message>
    <message>
        <source>Transport sl&amp;ip…</source>
        <translation>&amp;Begleitschein …</translation>
    </message>
</context>
<context>
    <name>SlipPaper</name>
    <message>
        <source>%1 (%2 bytes)</source>
        <translation>%1 (%2 Byte)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Vorgang</numerusform>
            <numerusform>%n Vorgänge</numerusform>
        </translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>Bündel</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Gepackt</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Written to</source>
        <translation>Geschrieben nach</translation>
    </message>
    <message>
        <source>Label (SHA-256)</source>
        <translation>Etikett (SHA-256)</translation>
    </message>
    <message>
        <source>Transport slip</source>
        <translation>Begleitschein</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Its fingerprint</source>
        <translation>Deren Fingerabdruck</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>a station that is known here no more</source>
        <translation>eine Station, die hier nicht mehr bekannt ist</translation>
    </message>
    <message>
        <source>Bundles</source>
        <translation>Bündel</translation>
    </message>
    <message>
        <source>Whoever wants to know whether a file is this bundle compares the digest of its label, which “satchel inspect” and “satchel verify” show, with this paper; the code holds the same digest.</source>
        <translation>Wer wissen will, ob eine Datei dieses Bündel ist, vergleicht die Prüfsumme ihres Etiketts, die „satchel inspect“ und „satchel verify“ zeigen, mit diesem Papier; der Code enthält dieselbe Prüfsumme.</translation>
    </message>
    <message>
        <source>Handed over by</source>
        <translation>Übergeben von</translation>
    </message>
    <message>
        <source>Carried by</source>
        <translation>Transportiert von</translation>
    </message>
    <message>
        <source>Received by</source>
        <translation>Empfangen von</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Date, time</source>
        <translation>Datum, Uhrzeit</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Unterschrift</translation>
    </message>
    <message>
        <source>Transport slip, %1</source>
        <translation>Begleitschein, %1</translation>
    </message>
</context>
<context>
    <name>WarningWords</name>
    <message>
        <source>By this computer&apos;s clock the sender&apos;s certificate has ended. Is the clock right? If so, ask them for their new card.</source>
        <translation>Nach der Uhr dieses Rechners ist das Zertifikat des Absenders abgelaufen. Geht die Uhr richtig? Dann lassen Sie sich seine neue Karte geben.</translation>
    </message>
    <message>
        <source>By this computer&apos;s clock the sender&apos;s certificate is not valid yet. Is the clock right?</source>
        <translation>Nach der Uhr dieses Rechners gilt das Zertifikat des Absenders noch nicht. Geht die Uhr richtig?</translation>
    </message>
    <message>
        <source>Its sender wanted it used earlier.</source>
        <translation>Der Absender wollte, dass es früher verwendet wird.</translation>
    </message>
    <message>
        <source>Its sender keeps another ledger than before. Ask whether that station was put back from a backup: if not, somebody else has its keys.</source>
        <translation>Der Absender hat ein anderes Verzeichnis seiner Vorgänge als bisher. Fragen Sie, ob diese Station aus einer Sicherung wiederhergestellt wurde: wenn nicht, hat jemand anderes ihre Schlüssel.</translation>
    </message>
    <message>
        <source>Answers wait for a station that was revoked here.</source>
        <translation>Antworten warten auf eine Station, die hier gesperrt wurde.</translation>
    </message>
    <message>
        <source>Answers wait for a station that is not known here any more.</source>
        <translation>Antworten warten auf eine Station, die hier nicht mehr bekannt ist.</translation>
    </message>
    <message>
        <source>A medium failed; what was left went onto the next one.</source>
        <translation>Ein Datenträger hat versagt; was übrig war, ging auf den nächsten.</translation>
    </message>
    <message>
        <source>This could not be written into the custody log.</source>
        <translation>Das konnte nicht ins Übergabeprotokoll geschrieben werden.</translation>
    </message>
    <message>
        <source>The medium was made ready, but not all of it went as it should.</source>
        <translation>Der Datenträger ist bereit, aber nicht alles ging so, wie es sollte.</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>it is for another station</source>
        <translation>es ist für eine andere Station</translation>
    </message>
    <message>
        <source>only the station that it is for knows what came before</source>
        <translation>nur die Station, für die es ist, weiß, was vorher kam</translation>
    </message>
    <message>
        <source>the keys of this station are locked</source>
        <translation>die Schlüssel dieser Station sind gesperrt</translation>
    </message>
    <message>
        <source>only the station that it is for can open it</source>
        <translation>nur die Station, für die es ist, kann es öffnen</translation>
    </message>
    <message>
        <source>the sender&apos;s certificate is not valid by this computer&apos;s clock</source>
        <translation>nach der Uhr dieses Rechners gilt das Zertifikat des Absenders nicht</translation>
    </message>
    <message>
        <source>this station</source>
        <translation>diese Station</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Vorgang</numerusform>
            <numerusform>%n Vorgänge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused item(s)</source>
        <translation>
            <numerusform>%n abgelehnter Vorgang</numerusform>
            <numerusform>%n abgelehnte Vorgänge</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>Nothing is lost: what is not proved to be on the medium is due again the next time.</source>
        <translation>Es ist nichts verloren: Was nicht nachweislich auf dem Datenträger ist, wird beim nächsten Mal wieder mitgenommen.</translation>
    </message>
    <message>
        <source>Nothing is lost: what was not taken in whole was not taken in at all, and is still on the medium.</source>
        <translation>Es ist nichts verloren: Was nicht ganz eingelesen wurde, wurde gar nicht eingelesen und ist noch auf dem Datenträger.</translation>
    </message>
    <message>
        <source>In detail: %1</source>
        <translation>Im Einzelnen: %1</translation>
    </message>
    <message>
        <source>The medium was pulled, or stopped answering.</source>
        <translation>Der Datenträger wurde abgezogen oder antwortet nicht mehr.</translation>
    </message>
    <message>
        <source>Put it back in, wait until it is shown, and start again. If it happens twice, take another one.</source>
        <translation>Stecken Sie ihn wieder an, warten Sie, bis er angezeigt wird, und beginnen Sie von vorn. Geschieht es zweimal, nehmen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The medium is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>Make room on it or take a larger one, then start again.</source>
        <translation>Schaffen Sie Platz darauf oder nehmen Sie einen größeren, und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>The medium is write-protected.</source>
        <translation>Der Datenträger ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>Push its switch to “unlocked” or take another one, then start again.</source>
        <translation>Schieben Sie seinen Schreibschutz-Schalter zurück oder nehmen Sie einen anderen, und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>What was read back from the medium is not what was written.</source>
        <translation>Was vom Datenträger zurückgelesen wurde, ist nicht das Geschriebene.</translation>
    </message>
    <message>
        <source>The medium is broken: mark it and take another one.</source>
        <translation>Der Datenträger ist defekt: Kennzeichnen Sie ihn und nehmen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The disk of this computer is full.</source>
        <translation>Die Festplatte dieses Computers ist voll.</translation>
    </message>
    <message>
        <source>Make room on the computer&apos;s own disk, then start again.</source>
        <translation>Schaffen Sie Platz auf der Festplatte des Computers und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>You have stopped it.</source>
        <translation>Sie haben es abgebrochen.</translation>
    </message>
    <message>
        <source>Start again whenever you like.</source>
        <translation>Beginnen Sie von vorn, wann Sie möchten.</translation>
    </message>
    <message>
        <source>The key of this station cannot be used.</source>
        <translation>Der Schlüssel dieser Station ist nicht benutzbar.</translation>
    </message>
    <message>
        <source>Nothing has changed: a file of that name, if there was one, is as it was.</source>
        <translation>Nichts hat sich geändert: Eine Datei dieses Namens ist, falls es sie gab, wie zuvor.</translation>
    </message>
    <message>
        <source>Ask whoever set the station up for its passphrase or its token. If the passphrase was changed, let the window forget the old one, on the page “Settings”.</source>
        <translation>Fragen Sie die Person, die die Station eingerichtet hat, nach Passphrase oder Token. Wurde die Passphrase geändert, lassen Sie das Fenster die alte vergessen, auf der Seite „Einstellungen“.</translation>
    </message>
    <message>
        <source>No station is known here that this could be for, or come from.</source>
        <translation>Hier ist keine Station bekannt, für die das sein oder von der es kommen könnte.</translation>
    </message>
    <message>
        <source>Add the card of the other side on the page “Stations”.</source>
        <translation>Fügen Sie die Karte der Gegenseite auf der Seite „Stationen“ hinzu.</translation>
    </message>
    <message>
        <source>Nothing can be written there.</source>
        <translation>Dort kann nichts geschrieben werden.</translation>
    </message>
    <message>
        <source>Choose another medium or folder, or ask for the right to write to this one.</source>
        <translation>Wählen Sie einen anderen Datenträger oder Ordner aus oder lassen Sie sich das Schreibrecht für diesen geben.</translation>
    </message>
    <message>
        <source>This cannot be taken out as it was asked for.</source>
        <translation>So kann das nicht mitgenommen werden.</translation>
    </message>
    <message>
        <source>If there are several stations, choose the one it is for, then start again.</source>
        <translation>Wählen Sie bei mehreren Stationen die aus, für die es bestimmt ist, und beginnen Sie von vorn.</translation>
    </message>
    <message>
        <source>What was read back from it is on it. Leave it in until it is said that it can be pulled.</source>
        <translation>Was zurückgelesen wurde, ist darauf. Lassen Sie ihn stecken, bis hier steht, dass er abgezogen werden kann.</translation>
    </message>
    <message>
        <source>Nothing has changed at this station. Pages that come out of the printer all the same are not the whole document: throw them away.</source>
        <translation>An dieser Station hat sich nichts geändert. Seiten, die trotzdem aus dem Drucker kommen, sind nicht das ganze Dokument: Werfen Sie sie weg.</translation>
    </message>
    <message>
        <source>Nothing has changed: it was only looked at.</source>
        <translation>Nichts hat sich geändert: Es wurde nur nachgesehen.</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>Nichts hat sich geändert.</translation>
    </message>
    <message>
        <source>The medium was pulled before it was ejected.</source>
        <translation>Der Datenträger wurde abgezogen, bevor er ausgeworfen war.</translation>
    </message>
    <message>
        <source>Nothing is lost: what it did not keep is due again the next time.</source>
        <translation>Es ist nichts verloren: Was nicht darauf blieb, ist beim nächsten Mal wieder fällig.</translation>
    </message>
    <message>
        <source>Put it back in, and look on the page “Verify” whether its bundles are whole.</source>
        <translation>Stecken Sie ihn wieder an und sehen Sie auf der Seite „Prüfen“ nach, ob seine Bündel unversehrt sind.</translation>
    </message>
    <message>
        <source>The medium cannot be ejected.</source>
        <translation>Der Datenträger lässt sich nicht auswerfen.</translation>
    </message>
    <message>
        <source>Close whatever else is open on it, then eject it again. If that is not allowed here, ask whoever looks after this computer.</source>
        <translation>Schließen Sie, was sonst noch darauf geöffnet ist, und werfen Sie ihn dann noch einmal aus. Ist das hier nicht erlaubt, fragen Sie die Person, die diesen Computer betreut.</translation>
    </message>
    <message>
        <source>The printer takes no more pages.</source>
        <translation>Der Drucker nimmt keine Seiten mehr an.</translation>
    </message>
    <message>
        <source>See to the printer, then print it again.</source>
        <translation>Sehen Sie nach dem Drucker und drucken Sie es dann noch einmal.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>held</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>waiting to be carried</source>
        <translation>wartet auf Transport</translation>
    </message>
    <message>
        <source>on a medium</source>
        <translation>auf Datenträger</translation>
    </message>
    <message>
        <source>received there</source>
        <translation>dort angekommen</translation>
    </message>
    <message>
        <source>ready to hand over</source>
        <translation>bereit zur Übergabe</translation>
    </message>
    <message>
        <source>handed over</source>
        <translation>übergeben</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>superseded</source>
        <translation>überholt</translation>
    </message>
    <message>
        <source>lapsed</source>
        <translation>verfallen</translation>
    </message>
    <message>
        <source>container</source>
        <translation>Behälter</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Etikett</translation>
    </message>
    <message>
        <source>signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>sender</source>
        <translation>Absender</translation>
    </message>
    <message>
        <source>addressee</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>records of this station</source>
        <translation>Aufzeichnungen dieser Station</translation>
    </message>
    <message>
        <source>digests</source>
        <translation>Prüfsummen</translation>
    </message>
    <message>
        <source>contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>objects</source>
        <translation>Vorgänge</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>good in part</source>
        <translation>teilweise gut</translation>
    </message>
    <message>
        <source>not checked to its end</source>
        <translation>nicht vollständig geprüft</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>zurückgewiesen</translation>
    </message>
    <message>
        <source>Voucher request</source>
        <translation>Voucher-Anfrage</translation>
    </message>
    <message>
        <source>Voucher</source>
        <translation>Voucher</translation>
    </message>
    <message>
        <source>Certification request</source>
        <translation>Zertifikatsanfrage</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Rejection</source>
        <translation>Ablehnung</translation>
    </message>
    <message>
        <source>Confirmation</source>
        <translation>Bestätigung</translation>
    </message>
    <message>
        <source>Answer to a confirmation</source>
        <translation>Antwort auf eine Bestätigung</translation>
    </message>
    <message>
        <source>Report on a voucher</source>
        <translation>Bericht über einen Voucher</translation>
    </message>
    <message>
        <source>Report on an enrolment</source>
        <translation>Bericht über eine Ausstellung</translation>
    </message>
    <message>
        <source>Audit log request</source>
        <translation>Anfrage nach dem Audit-Log</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Audit-Log</translation>
    </message>
    <message>
        <source>Request for CA certificates</source>
        <translation>Anfrage nach CA-Zertifikaten</translation>
    </message>
    <message>
        <source>CA certificates</source>
        <translation>CA-Zertifikate</translation>
    </message>
    <message>
        <source>Request for CSR attributes</source>
        <translation>Anfrage nach CSR-Attributen</translation>
    </message>
    <message>
        <source>CSR attributes</source>
        <translation>CSR-Attribute</translation>
    </message>
    <message>
        <source>Revocation list</source>
        <translation>Sperrliste</translation>
    </message>
    <message>
        <source>Attachment</source>
        <translation>Anlage</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Zwischenstand</translation>
    </message>
    <message>
        <source>site</source>
        <translation>Standort</translation>
    </message>
    <message>
        <source>backend</source>
        <translation>Zentrale</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>with a remark</source>
        <translation>mit einem Hinweis</translation>
    </message>
    <message>
        <source>not possible here</source>
        <translation>hier nicht möglich</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartebescheid</translation>
    </message>
    <message>
        <source>body of the message</source>
        <translation>Hauptteil der Nachricht</translation>
    </message>
    <message>
        <source>chain of certificates</source>
        <translation>Zertifikatskette</translation>
    </message>
    <message>
        <source>confirmation</source>
        <translation>Bestätigung</translation>
    </message>
    <message>
        <source>content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>domains</source>
        <translation>Domänen</translation>
    </message>
    <message>
        <source>encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>how long it is good</source>
        <translation>Gültigkeitsdauer</translation>
    </message>
    <message>
        <source>form</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>further signature</source>
        <translation>weitere Signatur</translation>
    </message>
    <message>
        <source>header of the message</source>
        <translation>Kopf der Nachricht</translation>
    </message>
    <message>
        <source>manufacturer of the device</source>
        <translation>Hersteller des Geräts</translation>
    </message>
    <message>
        <source>issued certificate</source>
        <translation>ausgestelltes Zertifikat</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>nonce</source>
        <translation>Nonce</translation>
    </message>
    <message>
        <source>nonces</source>
        <translation>Nonces</translation>
    </message>
    <message>
        <source>whom the device shall belong to</source>
        <translation>wem das Gerät gehören soll</translation>
    </message>
    <message>
        <source>what the device itself asked</source>
        <translation>was das Gerät selbst angefragt hat</translation>
    </message>
    <message>
        <source>proof that the key is there</source>
        <translation>Nachweis des Schlüssels</translation>
    </message>
    <message>
        <source>protection of the message</source>
        <translation>Schutz der Nachricht</translation>
    </message>
    <message>
        <source>which registrar the device saw</source>
        <translation>welchen Registrar das Gerät sah</translation>
    </message>
    <message>
        <source>registrar</source>
        <translation>Registrar</translation>
    </message>
    <message>
        <source>who asks</source>
        <translation>wer anfragt</translation>
    </message>
    <message>
        <source>serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>transaction</source>
        <translation>Transaktion</translation>
    </message>
    <message>
        <source>completeness</source>
        <translation>Vollständigkeit</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>message inside, %1</source>
        <translation>Nachricht darin, %1</translation>
    </message>
    <message>
        <source>request of the device, %1</source>
        <translation>Anfrage des Geräts, %1</translation>
    </message>
</context>
<context>
    <name>satchel::AnchorList</name>
    <message>
        <source>manufacturer: who has made devices</source>
        <translation>Hersteller: wer Geräte gebaut hat</translation>
    </message>
    <message>
        <source>domain: the operator&apos;s own certificates</source>
        <translation>Domäne: eigene Zertifikate des Betreibers</translation>
    </message>
    <message>
        <source>MASA: who signs vouchers</source>
        <translation>MASA: wer Voucher signiert</translation>
    </message>
    <message>
        <source>%1
valid until %2
SHA-256 %3</source>
        <translation>%1
gültig bis %2
SHA-256 %3</translation>
    </message>
    <message>
        <source>%1 was not taken: %2</source>
        <translation>%1 wurde nicht übernommen: %2</translation>
    </message>
    <message>
        <source>Add certifi&amp;cates…</source>
        <translation>&amp;Zertifikate hinzufügen …</translation>
    </message>
    <message>
        <source>Remo&amp;ve</source>
        <translation>En&amp;tfernen</translation>
    </message>
    <message>
        <source>Put bac&amp;k what was removed</source>
        <translation>Entferntes &amp;wiederherstellen</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>Wessen</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>Trust anchors</source>
        <translation>Vertrauensanker</translation>
    </message>
    <message>
        <source>F&amp;or:</source>
        <translation>&amp;Für:</translation>
    </message>
    <message>
        <source>Items are checked by these certificates; what none of them can check is held. Add files, PEM or DER, or drop them here, and compare the fingerprint with what their owner tells.</source>
        <translation>Vorgänge werden mit diesen Zertifikaten geprüft; was keines davon prüfen kann, wird angehalten. Fügen Sie Dateien hinzu, PEM oder DER, oder ziehen Sie sie hierher, und vergleichen Sie den Fingerabdruck mit dem, was der Inhaber sagt.</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer *.der);;All files (*)</source>
        <translation>Zertifikate (*.pem *.crt *.cer *.der);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Trusted from now on: %1</source>
        <translation>Ab jetzt vertraut: %1</translation>
    </message>
    <message>
        <source>No longer trusted: %1</source>
        <translation>Nicht mehr vertraut: %1</translation>
    </message>
    <message>
        <source>Save the list…</source>
        <translation>Liste speichern…</translation>
    </message>
    <message>
        <source>satchel-trust-anchors</source>
        <translation>satchel-vertrauensanker</translation>
    </message>
</context>
<context>
    <name>satchel::ArrivalTable</name>
    <message>
        <source>refused</source>
        <translation>zurückgewiesen</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
</context>
<context>
    <name>satchel::BringInPage</name>
    <message>
        <source>Bring in</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>&amp;Bring in everything that is there</source>
        <translation>&amp;Alles einlesen, was dort ist</translation>
    </message>
    <message>
        <source>No bundle was found there</source>
        <translation>Dort ist kein Bündel</translation>
    </message>
    <message numerus="yes">
        <source>%n new item(s), all verified</source>
        <translation>
            <numerusform>%n neuer Vorgang, geprüft</numerusform>
            <numerusform>%n neue Vorgänge, alle geprüft</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new item(s), but not everything was good</source>
        <translation>
            <numerusform>%n neuer Vorgang, aber nicht alles war gut</numerusform>
            <numerusform>%n neue Vorgänge, aber nicht alles war gut</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was taken in</source>
        <translation>Nichts wurde eingelesen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n other file(s) left alone.</source>
        <translation>
            <numerusform>%n andere Datei blieb unberührt.</numerusform>
            <numerusform>%n andere Dateien blieben unberührt.</numerusform>
        </translation>
    </message>
    <message>
        <source>No bundle was found there.</source>
        <translation>Dort ist kein Bündel.</translation>
    </message>
    <message numerus="yes">
        <source>%n bundle(s) found there</source>
        <translation>
            <numerusform>Dort ist %n Bündel</numerusform>
            <numerusform>Dort sind %n Bündel</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 of them new.</source>
        <translation>%1, davon %2 neu.</translation>
    </message>
    <message>
        <source>What each device got</source>
        <translation>Was jedes Gerät bekam</translation>
    </message>
    <message>
        <source>Press Enter or double-click to see the device&apos;s story.</source>
        <translation>Eingabetaste oder Doppelklick zeigt den Verlauf des Geräts.</translation>
    </message>
    <message numerus="yes">
        <source>%n new item(s) were brought in all the same.</source>
        <translation>
            <numerusform>%n neuer Vorgang wurde trotzdem eingelesen.</numerusform>
            <numerusform>%n neue Vorgänge wurden trotzdem eingelesen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There are %n other file(s). Is it the right medium?</source>
        <translation>
            <numerusform>Dort ist %n andere Datei. Ist es der richtige Datenträger?</numerusform>
            <numerusform>Dort sind %n andere Dateien. Ist es der richtige Datenträger?</numerusform>
        </translation>
    </message>
    <message>
        <source>What is refused was not taken in, and stays on the medium. Show it to whoever sent it.</source>
        <translation>Was zurückgewiesen wurde, wurde nicht eingelesen und bleibt auf dem Datenträger. Zeigen Sie es dem Absender.</translation>
    </message>
    <message>
        <source>%1: was brought in before</source>
        <translation>%1: wurde schon früher eingelesen</translation>
    </message>
    <message numerus="yes">
        <source>%1 from %2: %n new item(s)</source>
        <translation>
            <numerusform>%1 von %2: %n neuer Vorgang</numerusform>
            <numerusform>%1 von %2: %n neue Vorgänge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) for a person&apos;s decision</source>
        <translation>
            <numerusform>%n muss entschieden werden</numerusform>
            <numerusform>%n müssen entschieden werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n zurückgewiesen</numerusform>
            <numerusform>%n zurückgewiesen</numerusform>
        </translation>
    </message>
    <message>
        <source>From %1 never arrived: number %2. Was a medium lost?</source>
        <translation>Von %1 nie angekommen: Nummer %2. Ging ein Datenträger verloren?</translation>
    </message>
    <message>
        <source>What each device got cannot be shown: %1</source>
        <translation>Was jedes Gerät bekam, kann nicht angezeigt werden: %1</translation>
    </message>
    <message>
        <source>The first %1 of %2 are shown here; all of them are under Requests.</source>
        <translation>Hier stehen die ersten %1 von %2; alle stehen unter „Anfragen“.</translation>
    </message>
    <message>
        <source>Save the list of bundles…</source>
        <translation>Liste der Bündel speichern…</translation>
    </message>
    <message>
        <source>satchel-found</source>
        <translation>satchel-gefunden</translation>
    </message>
    <message>
        <source>Save what each device got…</source>
        <translation>Speichern, was jedes Gerät bekam…</translation>
    </message>
    <message>
        <source>satchel-arrivals</source>
        <translation>satchel-eingang</translation>
    </message>
    <message>
        <source>%1, number %2 from %3</source>
        <translation>%1, Nummer %2 von %3</translation>
    </message>
</context>
<context>
    <name>satchel::BundleTable</name>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Vorgänge</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Quittung</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
</context>
<context>
    <name>satchel::BundlesPage</name>
    <message>
        <source>all bundles</source>
        <translation>alle Bündel</translation>
    </message>
    <message>
        <source>made here</source>
        <translation>hier gepackt</translation>
    </message>
    <message>
        <source>came here</source>
        <translation>hier angekommen</translation>
    </message>
    <message>
        <source>without a receipt</source>
        <translation>ohne Quittung</translation>
    </message>
    <message>
        <source>with refused items</source>
        <translation>mit zurückgewiesenen Vorgängen</translation>
    </message>
    <message>
        <source>never arrived</source>
        <translation>nie angekommen</translation>
    </message>
    <message>
        <source>Bundles</source>
        <translation>Bündel</translation>
    </message>
    <message>
        <source>What the bundle carried</source>
        <translation>Was das Bündel enthielt</translation>
    </message>
    <message>
        <source>&amp;Show its items under Requests</source>
        <translation>Vorgänge unter „Anfragen“ &amp;zeigen</translation>
    </message>
    <message>
        <source>Choose a bundle to see what it carried and what became of it.</source>
        <translation>Wählen Sie ein Bündel aus, um zu sehen, was es enthielt und was daraus wurde.</translation>
    </message>
    <message>
        <source>Id, station or medium</source>
        <translation>Kennung, Station, Datenträger</translation>
    </message>
    <message>
        <source>Only bundles with this in their id, station or medium</source>
        <translation>Nur Bündel, deren Kennung, Station oder Datenträger das enthält</translation>
    </message>
    <message>
        <source>Only bundles of this sort</source>
        <translation>Nur Bündel dieser Art</translation>
    </message>
    <message>
        <source>What is known of the bundle</source>
        <translation>Was über das Bündel bekannt ist</translation>
    </message>
    <message>
        <source>The bundles cannot be read: %1</source>
        <translation>Die Bündel lassen sich nicht lesen: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n bundle(s)</source>
        <translation>
            <numerusform>%n Bündel</numerusform>
            <numerusform>%n Bündel</numerusform>
        </translation>
    </message>
    <message>
        <source>This bundle cannot be shown: %1</source>
        <translation>Dieses Bündel kann nicht angezeigt werden: %1</translation>
    </message>
    <message>
        <source>Bundle %1 for %2</source>
        <translation>Bündel %1 für %2</translation>
    </message>
    <message>
        <source>Bundle %1 of %2</source>
        <translation>Bündel %1 von %2</translation>
    </message>
    <message>
        <source>Save the &amp;list…</source>
        <translation>&amp;Liste speichern …</translation>
    </message>
    <message>
        <source>satchel-bundles</source>
        <translation>satchel-buendel</translation>
    </message>
    <message>
        <source>Save what it carried…</source>
        <translation>Speichern, was es trug…</translation>
    </message>
    <message>
        <source>satchel-bundle</source>
        <translation>satchel-buendel</translation>
    </message>
</context>
<context>
    <name>satchel::CarriedTable</name>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>State now</source>
        <translation>Stand jetzt</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>satchel::ConcernList</name>
    <message>
        <source>Urgent: %1</source>
        <translation>Dringend: %1</translation>
    </message>
    <message>
        <source>Deadlines and what needs attention</source>
        <translation>Fristen und was Aufmerksamkeit braucht</translation>
    </message>
    <message>
        <source>No deadline is near, and nothing is amiss.</source>
        <translation>Keine Frist steht bevor, und nichts ist auffällig.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>%n weiteren zeigen</numerusform>
            <numerusform>%n weitere zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show all of them under Requests</source>
        <translation>Alle unter „Anfragen“ zeigen</translation>
    </message>
</context>
<context>
    <name>satchel::DecisionBar</name>
    <message>
        <source>not in the inventory</source>
        <translation>nicht im Bestand</translation>
    </message>
    <message>
        <source>nobody knows who asks</source>
        <translation>niemand weiß, wer anfragt</translation>
    </message>
    <message>
        <source>another serial number</source>
        <translation>andere Seriennummer</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>too old</source>
        <translation>zu alt</translation>
    </message>
    <message>
        <source>Released, it goes out with the next bundle, and older requests of its device are void.</source>
        <translation>Wird er freigegeben, geht er mit dem nächsten Bündel hinaus, und ältere Anfragen seines Geräts gelten nicht mehr.</translation>
    </message>
    <message>
        <source>Released, it is handed over to the RA or the MASA.</source>
        <translation>Wird er freigegeben, wird er an RA oder MASA übergeben.</translation>
    </message>
    <message>
        <source>Released, it goes back to its site with the next bundle.</source>
        <translation>Wird er freigegeben, geht er mit dem nächsten Bündel an seinen Standort zurück.</translation>
    </message>
    <message>
        <source>Released, it is handed over to the registrar.</source>
        <translation>Wird er freigegeben, wird er an den Registrar übergeben.</translation>
    </message>
    <message>
        <source>Rejected, it is closed, and the registrar is told no; the device may ask anew.</source>
        <translation>Wird er abgelehnt, ist er abgeschlossen, und der Registrar erfährt es; das Gerät darf neu anfragen.</translation>
    </message>
    <message>
        <source>Rejected, its site is told no with the next bundle; the device may ask anew.</source>
        <translation>Wird er abgelehnt, erfährt es sein Standort mit dem nächsten Bündel; das Gerät darf neu anfragen.</translation>
    </message>
    <message>
        <source>Rejected, it is put away for good; its request stays open.</source>
        <translation>Wird er abgelehnt, wird er endgültig weggelegt; seine Anfrage bleibt offen.</translation>
    </message>
    <message>
        <source>&amp;Release</source>
        <translation>&amp;Freigeben</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>Ab&amp;lehnen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Do it &amp;now</source>
        <translation>&amp;Jetzt ausführen</translation>
    </message>
    <message>
        <source>Reason of a rejection, for the other side</source>
        <translation>Grund einer Ablehnung, für die Gegenseite</translation>
    </message>
    <message>
        <source>&amp;Why, for the custody log:</source>
        <translation>&amp;Warum, fürs Übergabeprotokoll:</translation>
    </message>
    <message>
        <source>It is being done…</source>
        <translation>Wird ausgeführt …</translation>
    </message>
    <message>
        <source>Taken back: nothing has changed.</source>
        <translation>Zurückgenommen: Nichts hat sich geändert.</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) will be released</source>
        <translation>
            <numerusform>%n Vorgang wird freigegeben</numerusform>
            <numerusform>%n Vorgänge werden freigegeben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) will be rejected</source>
        <translation>
            <numerusform>%n Vorgang wird abgelehnt</numerusform>
            <numerusform>%n Vorgänge werden abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n second(s)</source>
        <translation>
            <numerusform>in %n Sekunde</numerusform>
            <numerusform>in %n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <translation>%1, %2.</translation>
    </message>
    <message>
        <source>manufacturer not known</source>
        <translation>Hersteller unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n device(s): %1</source>
        <translation>
            <numerusform>%n Gerät: %1</numerusform>
            <numerusform>%n Geräte: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>This is not done yet. Close the window once more, and it never will be.</source>
        <translation>Das ist noch nicht geschehen. Schließen Sie das Fenster noch einmal, so geschieht es nicht.</translation>
    </message>
    <message>
        <source>If the window is closed before, nothing is decided.</source>
        <translation>Wird das Fenster vorher geschlossen, ist nichts entschieden.</translation>
    </message>
</context>
<context>
    <name>satchel::DeviceTree</name>
    <message>
        <source>of no device</source>
        <translation>ohne Gerät</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Vorgang</numerusform>
            <numerusform>%n Vorgänge</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::ErrandPage</name>
    <message>
        <source>Do not pull it yet</source>
        <translation>Noch nicht abziehen</translation>
    </message>
    <message numerus="yes">
        <source>%1 can be pulled now</source>
        <translation>
            <numerusform>%1 kann jetzt abgezogen werden</numerusform>
            <numerusform>%1 können jetzt abgezogen werden</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Eject</source>
        <translation>Auswer&amp;fen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Eject</source>
        <translation>Auswerfen</translation>
    </message>
    <message>
        <source>It was pulled before it was ejected</source>
        <translation>Er wurde abgezogen, bevor er ausgeworfen war</translation>
    </message>
</context>
<context>
    <name>satchel::FilterLine</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
</context>
<context>
    <name>satchel::FirstStartPage</name>
    <message>
        <source>&amp;Site: beside the registrar, where devices ask</source>
        <translation>&amp;Standort: beim Registrar der Geräte</translation>
    </message>
    <message>
        <source>&amp;Backend: beside the authorities that answer</source>
        <translation>&amp;Zentrale: bei den Stellen, die antworten</translation>
    </message>
    <message>
        <source>&amp;Make the station</source>
        <translation>Station an&amp;legen</translation>
    </message>
    <message>
        <source>Welcome to Satchel</source>
        <translation>Willkommen bei Satchel</translation>
    </message>
    <message>
        <source>&amp;Try it with an example</source>
        <translation>Mit einem &amp;Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>This computer is no station yet. A station has a name and keys of its own, kept in %1. Nothing is made until you press the button below.</source>
        <translation>Dieser Computer ist noch keine Station. Eine Station hat einen Namen und eigene Schlüssel, die in %1 liegen. Erst der Knopf unten legt etwas an.</translation>
    </message>
    <message>
        <source>Put the &amp;remains aside</source>
        <translation>&amp;Reste beiseitelegen</translation>
    </message>
    <message>
        <source>An earlier start broke off here before the station was whole. Its remains are in the way. Nobody has seen its keys, so nothing is lost with it.</source>
        <translation>Ein früherer Start brach hier ab, bevor die Station fertig war. Seine Reste sind im Weg. Niemand kennt ihre Schlüssel, also geht damit nichts verloren.</translation>
    </message>
    <message>
        <source>The remains are in %1 now, and a station can be made here.</source>
        <translation>Die Reste liegen jetzt in %1, und hier kann eine Station angelegt werden.</translation>
    </message>
    <message>
        <source>The example makes two stations with sixty devices in a folder of its own and opens a window on them. It touches nothing else.</source>
        <translation>Das Beispiel legt zwei Stationen mit sechzig Geräten in einem eigenen Ordner an und öffnet dafür Fenster. Sonst berührt es nichts.</translation>
    </message>
    <message>
        <source>An example to try would need the program “satchel”, which is not installed beside this one.</source>
        <translation>Ein Beispiel zum Ausprobieren bräuchte das Programm „satchel“, das nicht neben diesem installiert ist.</translation>
    </message>
    <message>
        <source>No station was made: %1</source>
        <translation>Es wurde keine Station angelegt: %1</translation>
    </message>
    <message>
        <source>What was begun was taken away again. Put this right, enter the passphrase anew if there is to be one, and press the button again.</source>
        <translation>Das Begonnene wurde wieder entfernt. Beheben Sie das, geben Sie die Passphrase neu ein, wenn es eine geben soll, und drücken Sie den Knopf noch einmal.</translation>
    </message>
    <message>
        <source>Making the keys…</source>
        <translation>Die Schlüssel werden erzeugt …</translation>
    </message>
    <message>
        <source>The example is being made; its window opens by itself in a moment.</source>
        <translation>Das Beispiel wird angelegt; sein Fenster öffnet sich gleich von selbst.</translation>
    </message>
    <message>
        <source>The example cannot be started: %1 does not run.</source>
        <translation>Das Beispiel lässt sich nicht starten: %1 läuft nicht.</translation>
    </message>
    <message>
        <source>Role:</source>
        <translation>Rolle:</translation>
    </message>
</context>
<context>
    <name>satchel::FoundBundles</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>will be refused</source>
        <translation>wird zurückgewiesen</translation>
    </message>
    <message>
        <source>made here, for somebody else</source>
        <translation>hier gepackt, für jemand anderen</translation>
    </message>
    <message>
        <source>brought in before</source>
        <translation>schon früher eingelesen</translation>
    </message>
    <message>
        <source>new, signature good</source>
        <translation>neu, Signatur gut</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>zurückgewiesen</translation>
    </message>
    <message>
        <source>was brought in before</source>
        <translation>wurde schon früher eingelesen</translation>
    </message>
    <message numerus="yes">
        <source>%n new item(s)</source>
        <translation>
            <numerusform>%n neuer Vorgang</numerusform>
            <numerusform>%n neue Vorgänge</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 refused</source>
        <translation>%1, %2 zurückgewiesen</translation>
    </message>
    <message>
        <source>Bundles found there</source>
        <translation>Bündel, die dort sind</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>Bündel</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Gepackt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>satchel::IntroductionPage</name>
    <message>
        <source>Two stations exchange bundles once each has the other&apos;s card. Until then requests can be gathered, and nothing can be taken out.</source>
        <translation>Zwei Stationen tauschen Bündel aus, sobald jede die Karte der anderen hat. Bis dahin können Anfragen gesammelt, aber nicht mitgenommen werden.</translation>
    </message>
    <message>
        <source>1. The card of this station goes to the other side</source>
        <translation>1. Die Karte dieser Station geht zur Gegenseite</translation>
    </message>
    <message>
        <source>2. The card of the other side comes here</source>
        <translation>2. Die Karte der Gegenseite kommt hierher</translation>
    </message>
    <message>
        <source>All of this stays on the page “Stations”.</source>
        <translation>All das bleibt auf der Seite „Stationen“.</translation>
    </message>
    <message>
        <source>“%1” is a station now (%2)</source>
        <translation>„%1“ ist jetzt eine Station (%2)</translation>
    </message>
    <message>
        <source>Don&amp;e</source>
        <translation>&amp;Fertig</translation>
    </message>
</context>
<context>
    <name>satchel::ItemModel</name>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Frist</translation>
    </message>
</context>
<context>
    <name>satchel::ItemStory</name>
    <message>
        <source>Story</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Was darin steht</translation>
    </message>
    <message>
        <source>It cannot be shown</source>
        <translation>Er kann nicht angezeigt werden</translation>
    </message>
    <message>
        <source>over</source>
        <translation>abgelaufen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: on %2</source>
        <translation>%1: auf %2</translation>
    </message>
    <message>
        <source>%1: on %2, for %3</source>
        <translation>%1: auf %2, für %3</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>What is known of the item and its device</source>
        <translation>Was über den Vorgang und sein Gerät bekannt ist</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>deadline</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>renews</source>
        <translation>erneuert</translation>
    </message>
    <message>
        <source>the certificate of %1 that ends on %2</source>
        <translation>das Zertifikat von %1, das am %2 endet</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Story of device %1</source>
        <translation>Verlauf des Geräts %1</translation>
    </message>
    <message>
        <source>%1: %2, came from %3 on %4</source>
        <translation>%1: %2, kam von %3 auf %4</translation>
    </message>
    <message>
        <source>in detail</source>
        <translation>im Einzelnen</translation>
    </message>
    <message>
        <source>%1. It was released: %2</source>
        <translation>%1. Freigegeben: %2</translation>
    </message>
    <message>
        <source>remarks</source>
        <translation>Bemerkungen</translation>
    </message>
    <message numerus="yes">
        <source>%n; it was let pass all the same</source>
        <translation>
            <numerusform>%n; sie wurde dennoch durchgelassen</numerusform>
            <numerusform>%n; sie wurden dennoch durchgelassen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::ItemsPage</name>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Only devices with this in their serial number</source>
        <translation>Nur Geräte, deren Seriennummer das enthält</translation>
    </message>
    <message>
        <source>Only items in this state</source>
        <translation>Nur Vorgänge mit diesem Stand</translation>
    </message>
    <message>
        <source>in any state</source>
        <translation>mit jedem Stand</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Vorgänge</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Vorgang</numerusform>
            <numerusform>%n Vorgänge</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Save the list…</source>
        <translation>Liste &amp;speichern …</translation>
    </message>
    <message>
        <source>satchel-requests</source>
        <translation>satchel-anfragen</translation>
    </message>
    <message>
        <source>&amp;Take out the selected…</source>
        <translation>Ausgewählte &amp;mitnehmen …</translation>
    </message>
    <message>
        <source>By &amp;device</source>
        <translation>Nach &amp;Gerät</translation>
    </message>
    <message>
        <source>Devices and their items</source>
        <translation>Geräte und ihre Vorgänge</translation>
    </message>
    <message>
        <source>Only items of this kind</source>
        <translation>Nur Vorgänge dieser Art</translation>
    </message>
    <message>
        <source>of any kind</source>
        <translation>jeder Art</translation>
    </message>
    <message>
        <source>Each device with all of its items below it</source>
        <translation>Jedes Gerät mit allen seinen Vorgängen darunter</translation>
    </message>
    <message>
        <source>%1: show all items again</source>
        <translation>%1: wieder alle Vorgänge zeigen</translation>
    </message>
    <message>
        <source>Show all items again</source>
        <translation>Wieder alle Vorgänge zeigen</translation>
    </message>
    <message numerus="yes">
        <source>More than %n item(s) are selected, and only so many can be taken out or decided on at once. Select fewer, or take out everything that is due.</source>
        <translation>
            <numerusform>Mehr als %n Vorgang ist ausgewählt; nur so viele können auf einmal mitgenommen oder entschieden werden. Wählen Sie weniger aus, oder nehmen Sie alles mit, was fällig ist.</numerusform>
            <numerusform>Mehr als %n Vorgänge sind ausgewählt; nur so viele können auf einmal mitgenommen oder entschieden werden. Wählen Sie weniger aus, oder nehmen Sie alles mit, was fällig ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the story…</source>
        <translation>Verlauf speichern …</translation>
    </message>
    <message>
        <source>satchel-story</source>
        <translation>satchel-verlauf</translation>
    </message>
    <message>
        <source>Save what is known of the item…</source>
        <translation>Vorgang speichern …</translation>
    </message>
    <message>
        <source>satchel-item</source>
        <translation>satchel-vorgang</translation>
    </message>
</context>
<context>
    <name>satchel::KeyChoice</name>
    <message>
        <source>Make ne&amp;w keys (P-256)</source>
        <translation>Ne&amp;ue Schlüssel erzeugen (P-256)</translation>
    </message>
    <message>
        <source>&amp;Use keys that are there</source>
        <translation>&amp;Vorhandene Schlüssel verwenden</translation>
    </message>
    <message>
        <source>The passphrase &amp;once more:</source>
        <translation>Passphrase n&amp;och einmal:</translation>
    </message>
    <message>
        <source>Each by its file or by a URI (file:…). The certificate&apos;s file is PEM or DER. A pair that is left empty is made new.</source>
        <translation>Jeweils als Datei oder als URI (file:…). Die Datei des Zertifikats ist PEM oder DER. Ein Paar, das leer bleibt, wird neu erzeugt.</translation>
    </message>
    <message>
        <source>Si&amp;gning key:</source>
        <translation>Si&amp;gnaturschlüssel:</translation>
    </message>
    <message>
        <source>Its certificate:</source>
        <translation>Dessen Zertifikat:</translation>
    </message>
    <message>
        <source>&amp;Decryption key:</source>
        <translation>&amp;Entschlüsselungsschlüssel:</translation>
    </message>
    <message>
        <source>With a passphrase nobody can use the keys who only has the computer; it is asked for once in each window. Without one the line stays empty. A passphrase that is forgotten is lost, and the station with it.</source>
        <translation>Sind die Schlüssel mit einer Passphrase geschützt, kann sie niemand benutzen, der nur den Computer hat; jedes Fenster fragt einmal danach. Ohne Passphrase bleibt die Zeile leer. Eine vergessene Passphrase ist verloren und die Station mit ihr.</translation>
    </message>
    <message>
        <source>Pass&amp;phrase:</source>
        <translation>Pass&amp;phrase:</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Choose the file: %1</source>
        <translation>Datei auswählen: %1</translation>
    </message>
    <message>
        <source>The two passphrases are not the same.</source>
        <translation>Die beiden Passphrasen sind nicht gleich.</translation>
    </message>
</context>
<context>
    <name>satchel::KeyTable</name>
    <message>
        <source>Choose a fi&amp;le…</source>
        <translation>&amp;Datei auswählen …</translation>
    </message>
    <message>
        <source>Add a d&amp;ecryption key</source>
        <translation>&amp;Entschlüsselungsschlüssel hinzufügen</translation>
    </message>
    <message>
        <source>Name a &amp;registration authority</source>
        <translation>&amp;Registrierungsstelle angeben</translation>
    </message>
    <message>
        <source>Remove this p&amp;air</source>
        <translation>Dieses P&amp;aar entfernen</translation>
    </message>
    <message>
        <source>Keys of this station</source>
        <translation>Schlüssel dieser Station</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwendung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Each by its file, counted from the station&apos;s folder, or by a URI. The signing key is the identity of the station and cannot be exchanged for another one, but it may move. Bundles are encrypted for the first decryption key; the others still open what was made for an older card.</source>
        <translation>Jeweils als Datei, vom Ordner der Station aus, oder als URI. Der Signaturschlüssel ist die Identität der Station; er kann nicht gegen einen anderen getauscht werden, aber umziehen. Bündel werden für den ersten Entschlüsselungsschlüssel verschlüsselt; die anderen öffnen noch, was für eine ältere Karte gepackt wurde.</translation>
    </message>
    <message>
        <source>Key or certificate</source>
        <translation>Schlüssel oder Zertifikat</translation>
    </message>
    <message>
        <source>Signing</source>
        <translation>Signieren</translation>
    </message>
    <message>
        <source>Registration authority</source>
        <translation>Registrierungsstelle</translation>
    </message>
    <message>
        <source>Decryption, current</source>
        <translation>Entschlüsselung, aktuell</translation>
    </message>
    <message>
        <source>Decryption, older</source>
        <translation>Entschlüsselung, älter</translation>
    </message>
    <message>
        <source>Save the list of keys…</source>
        <translation>Liste der Schlüssel speichern …</translation>
    </message>
    <message>
        <source>satchel-keys</source>
        <translation>satchel-schluessel</translation>
    </message>
</context>
<context>
    <name>satchel::LogPage</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Only entries with this text</source>
        <translation>Nur Einträge mit diesem Text</translation>
    </message>
    <message>
        <source>Custody log</source>
        <translation>Übergabeprotokoll</translation>
    </message>
    <message>
        <source>&amp;Save or print…</source>
        <translation>&amp;Speichern oder drucken …</translation>
    </message>
    <message>
        <source>satchel-custody-log</source>
        <translation>satchel-uebergabeprotokoll</translation>
    </message>
    <message>
        <source>The custody log cannot be read: %1</source>
        <translation>Das Übergabeprotokoll lässt sich nicht lesen: %1</translation>
    </message>
</context>
<context>
    <name>satchel::LogTable</name>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>With what result</source>
        <translation>Mit welchem Ergebnis</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
</context>
<context>
    <name>satchel::MainWindow</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>First start</source>
        <translation>Erster Start</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Mitnehmen</translation>
    </message>
    <message>
        <source>Bring in</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>Stationen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Ctrl+%1</source>
        <translation>Strg+%1</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Bundles</source>
        <translation>Bündel</translation>
    </message>
    <message>
        <source>The window closes as soon as what was begun is done. Close it once more, and that is broken off.</source>
        <translation>Das Fenster schließt sich, sobald das Begonnene fertig ist. Schließen Sie es noch einmal, so wird das abgebrochen.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) will be looked at as soon as a station is open here: %1</source>
        <translation>
            <numerusform>%n Datei wird angesehen, sobald hier eine Station offen ist: %1</numerusform>
            <numerusform>%n Dateien werden angesehen, sobald hier eine Station offen ist: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::MediaPicker</name>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>write-protected</source>
        <translation>schreibgeschützt</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>A&amp;uswählen …</translation>
    </message>
    <message>
        <source>or any &amp;folder:</source>
        <translation>oder ein &amp;Ordner:</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Media that are plugged in</source>
        <translation>Angesteckte Datenträger</translation>
    </message>
    <message>
        <source>serial number %1</source>
        <translation>Seriennummer %1</translation>
    </message>
    <message>
        <source>%1, not mounted</source>
        <translation>%1, nicht eingehängt</translation>
    </message>
    <message>
        <source>No medium is plugged in.</source>
        <translation>Es ist kein Datenträger angesteckt.</translation>
    </message>
    <message>
        <source>&amp;Media that are plugged in (one or several):</source>
        <translation>Angesteckte &amp;Datenträger (einer oder mehrere):</translation>
    </message>
</context>
<context>
    <name>satchel::MonthBars</name>
    <message>
        <source>taken in</source>
        <translation>hereingekommen</translation>
    </message>
    <message>
        <source>handed over</source>
        <translation>übergeben</translation>
    </message>
    <message>
        <source>Items taken in and handed over, day by day</source>
        <translation>Hereingekommene und übergebene Vorgänge, Tag für Tag</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>%1: %2, %3, %4</source>
        <translation>%1: %2, %3, %4</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) gathered</source>
        <translation>
            <numerusform>%n Vorgang gesammelt</numerusform>
            <numerusform>%n Vorgänge gesammelt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) brought in</source>
        <translation>
            <numerusform>%n Vorgang eingelesen</numerusform>
            <numerusform>%n Vorgänge eingelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) handed over</source>
        <translation>
            <numerusform>%n Vorgang übergeben</numerusform>
            <numerusform>%n Vorgänge übergeben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s): %1 taken in, %2 handed over.</source>
        <translation>
            <numerusform>An %n Tag: %1 hereingekommen, %2 übergeben.</numerusform>
            <numerusform>In %n Tagen: %1 hereingekommen, %2 übergeben.</numerusform>
        </translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
</context>
<context>
    <name>satchel::OverviewPage</name>
    <message numerus="yes">
        <source>%n item(s) wait to be handed over here</source>
        <translation>
            <numerusform>%n Vorgang wartet hier auf die Übergabe</numerusform>
            <numerusform>%n Vorgänge warten hier auf die Übergabe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) need a person&apos;s decision</source>
        <translation>
            <numerusform>%n Vorgang muss entschieden werden</numerusform>
            <numerusform>%n Vorgänge müssen entschieden werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits here.</source>
        <translation>Hier wartet nichts.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) wait to be carried</source>
        <translation>
            <numerusform>%n Anfrage wartet auf den Transport</numerusform>
            <numerusform>%n Anfragen warten auf den Transport</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) wait to be carried</source>
        <translation>
            <numerusform>%n Antwort wartet auf den Transport</numerusform>
            <numerusform>%n Antworten warten auf den Transport</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) came back today</source>
        <translation>
            <numerusform>%n Antwort kam heute zurück</numerusform>
            <numerusform>%n Antworten kamen heute zurück</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) came in today</source>
        <translation>
            <numerusform>%n Anfrage kam heute herein</numerusform>
            <numerusform>%n Anfragen kamen heute herein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voucher request(s) lapse today</source>
        <translation>
            <numerusform>%n Voucher-Anfrage verfällt heute</numerusform>
            <numerusform>%n Voucher-Anfragen verfallen heute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voucher request(s) lapse tomorrow</source>
        <translation>
            <numerusform>%n Voucher-Anfrage verfällt morgen</numerusform>
            <numerusform>%n Voucher-Anfragen verfallen morgen</numerusform>
        </translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Mitnehmen</translation>
    </message>
    <message>
        <source>Onto a medium, for the other side</source>
        <translation>Auf einen Datenträger, für die Gegenseite</translation>
    </message>
    <message>
        <source>Bring in</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>What came on a medium</source>
        <translation>Was auf einem Datenträger kam</translation>
    </message>
    <message>
        <source>Alt+T</source>
        <translation>Alt+M</translation>
    </message>
    <message>
        <source>Alt+B</source>
        <translation>Alt+E</translation>
    </message>
    <message>
        <source>Deadlines and what needs attention</source>
        <translation>Fristen und was Aufmerksamkeit braucht</translation>
    </message>
    <message>
        <source>The last month</source>
        <translation>Der letzte Monat</translation>
    </message>
    <message>
        <source>%1 (site)</source>
        <translation>%1 (Standort)</translation>
    </message>
    <message>
        <source>%1 (backend)</source>
        <translation>%1 (Zentrale)</translation>
    </message>
    <message>
        <source>This station cannot be looked at: %1</source>
        <translation>Diese Station lässt sich nicht ansehen: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) on a medium, without a receipt</source>
        <translation>
            <numerusform>%n Anfrage auf einem Datenträger, ohne Quittung</numerusform>
            <numerusform>%n Anfragen auf einem Datenträger, ohne Quittung</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) on a medium, without a receipt</source>
        <translation>
            <numerusform>%n Antwort auf einem Datenträger, ohne Quittung</numerusform>
            <numerusform>%n Antworten auf einem Datenträger, ohne Quittung</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::OwnCard</name>
    <message>
        <source>&amp;Save the card…</source>
        <translation>Karte &amp;speichern …</translation>
    </message>
    <message>
        <source>&amp;Copy the card as text</source>
        <translation>Karte als Text &amp;kopieren</translation>
    </message>
    <message>
        <source>The fingerprint of this station, to be read out to the other side:</source>
        <translation>Der Fingerabdruck dieser Station, der Gegenseite vorzulesen:</translation>
    </message>
    <message>
        <source>Fingerprint of this station</source>
        <translation>Fingerabdruck dieser Station</translation>
    </message>
    <message>
        <source>Fingerprint of this station as a QR code</source>
        <translation>Fingerabdruck dieser Station als QR-Code</translation>
    </message>
    <message>
        <source>Save the card of this station</source>
        <translation>Karte dieser Station speichern</translation>
    </message>
    <message>
        <source>Cards (*.satchel-card)</source>
        <translation>Karten (*.satchel-card)</translation>
    </message>
    <message>
        <source>Saved as %1. Take it to the other station; eject the medium before you pull it.</source>
        <translation>Gespeichert als %1. Bringen Sie sie zur anderen Station; werfen Sie den Datenträger aus, bevor Sie ihn abziehen.</translation>
    </message>
    <message>
        <source>The card is on the clipboard as text. Paste it into a mail to the other side.</source>
        <translation>Die Karte liegt als Text in der Zwischenablage. Fügen Sie sie in eine E-Mail an die Gegenseite ein.</translation>
    </message>
    <message>
        <source>The card was not made: %1</source>
        <translation>Die Karte wurde nicht erstellt: %1</translation>
    </message>
</context>
<context>
    <name>satchel::PassphrasePane</name>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>That passphrase does not open the keys of %1. Look at the capitals and the keyboard&apos;s language, and enter it once more.</source>
        <translation>Diese Passphrase öffnet die Schlüssel von %1 nicht. Achten Sie auf Großschreibung und Tastatursprache und geben Sie sie noch einmal ein.</translation>
    </message>
    <message>
        <source>This needs the keys of %1, which are locked. The passphrase stays in this window&apos;s memory until the window is closed; it is written nowhere.</source>
        <translation>Das braucht die Schlüssel von %1, und die sind mit einer Passphrase geschützt. Sie bleibt im Speicher dieses Fensters, bis es geschlossen wird; gespeichert wird sie nirgends.</translation>
    </message>
    <message>
        <source>Looking whether it opens the keys…</source>
        <translation>Es wird geprüft, ob sie die Schlüssel öffnet …</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Freischalten</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Passphrase:</source>
        <translation>Passphrase:</translation>
    </message>
</context>
<context>
    <name>satchel::PeerIntake</name>
    <message>
        <source>&amp;Open a card…</source>
        <translation>Karte öff&amp;nen …</translation>
    </message>
    <message>
        <source>&amp;Paste a card</source>
        <translation>Karte &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;Add this station</source>
        <translation>Diese Station &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Discard the card</source>
        <translation>Karte verwe&amp;rfen</translation>
    </message>
    <message>
        <source>Another station is added by its card. Open it, drop it here, or paste it as it stands in a mail.</source>
        <translation>Eine andere Station wird durch ihre Karte hinzugefügt. Öffnen Sie sie, ziehen Sie sie hierher oder fügen Sie sie ein, wie sie in einer E-Mail steht.</translation>
    </message>
    <message>
        <source>Nothing was added.</source>
        <translation>Nichts wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>as the other side reads it out</source>
        <translation>wie die Gegenseite ihn vorliest</translation>
    </message>
    <message>
        <source>Card of:</source>
        <translation>Karte von:</translation>
    </message>
    <message>
        <source>&amp;Fingerprint:</source>
        <translation>Fingerabdr&amp;uck:</translation>
    </message>
    <message>
        <source>&amp;Name here:</source>
        <translation>Na&amp;me hier:</translation>
    </message>
    <message>
        <source>A station&apos;s card</source>
        <translation>Karte einer Station</translation>
    </message>
    <message>
        <source>Cards (*.satchel-card);;All files (*)</source>
        <translation>Karten (*.satchel-card);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>There is no card on the clipboard.</source>
        <translation>In der Zwischenablage ist keine Karte.</translation>
    </message>
    <message>
        <source>This is no card that can be added: %1</source>
        <translation>Das ist keine Karte, die hinzugefügt werden kann: %1</translation>
    </message>
    <message>
        <source>Call the other side, let them read out the fingerprint that their own window shows, and enter it. Only their card can have it.</source>
        <translation>Rufen Sie die Gegenseite an, lassen Sie sich den Fingerabdruck vorlesen, den deren eigenes Fenster zeigt, und geben Sie ihn ein. Nur deren Karte kann ihn haben.</translation>
    </message>
    <message>
        <source>A fingerprint has 16 groups of four, of the digits 0 to 9 and the letters a to f.</source>
        <translation>Ein Fingerabdruck hat 16 Vierergruppen aus den Ziffern 0 bis 9 und den Buchstaben a bis f.</translation>
    </message>
    <message>
        <source>The fingerprint is the card&apos;s.</source>
        <translation>Der Fingerabdruck ist der der Karte.</translation>
    </message>
    <message>
        <source>%1 is known now: bundles can be made for it and taken from it.</source>
        <translation>%1 ist jetzt bekannt: Bündel können dafür gepackt und von dort angenommen werden.</translation>
    </message>
    <message>
        <source>This is another fingerprint than the card&apos;s. Have the marked groups read out once more. If they stay as they are, the card is not from that station, or was exchanged on its way: do not use it.</source>
        <translation>Das ist ein anderer Fingerabdruck als der der Karte. Lassen Sie die markierten Gruppen noch einmal vorlesen. Bleiben sie, wie sie sind, kommt die Karte nicht von dieser Station oder wurde unterwegs ausgetauscht: Verwenden Sie sie nicht.</translation>
    </message>
    <message>
        <source>The marked groups are not as on the card: look whether they were typed as they were read out.</source>
        <translation>Die markierten Gruppen sind nicht wie auf der Karte: Sehen Sie nach, ob sie so eingegeben wurden, wie sie vorgelesen wurden.</translation>
    </message>
    <message>
        <source>Group %1, %2, differs.</source>
        <translation>Gruppe %1, %2, weicht ab.</translation>
    </message>
</context>
<context>
    <name>satchel::PeerList</name>
    <message>
        <source>Fingerprint: %1</source>
        <translation>Fingerabdruck: %1</translation>
    </message>
    <message>
        <source>On its card it is called “%1”. Card number %2, made %3, added %4.</source>
        <translation>Auf ihrer Karte heißt sie „%1“. Karte Nummer %2, erstellt %3, hinzugefügt %4.</translation>
    </message>
    <message>
        <source>Its certificates end %1: ask for its new card before then.</source>
        <translation>Ihre Zertifikate enden %1: Bitten Sie vorher um ihre neue Karte.</translation>
    </message>
    <message>
        <source>For&amp;get this station</source>
        <translation>Diese Station &amp;vergessen</translation>
    </message>
    <message>
        <source>Put &amp;back what was forgotten</source>
        <translation>Vergessene &amp;wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Revoke this station…</source>
        <translation>Diese Station s&amp;perren …</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Known stations</source>
        <translation>Bekannte Stationen</translation>
    </message>
    <message>
        <source>&amp;Known stations:</source>
        <translation>Bek&amp;annte Stationen:</translation>
    </message>
    <message>
        <source>Revoke it for good</source>
        <translation>Endgültig sperren</translation>
    </message>
    <message>
        <source>Do not revoke it</source>
        <translation>Nicht sperren</translation>
    </message>
    <message>
        <source>A station that is revoked stays so: its bundles are refused, also those already on their way, and none is made for it. Do this if its computer or its keys were stolen.</source>
        <translation>Eine gesperrte Station bleibt gesperrt: Ihre Bündel werden zurückgewiesen, auch die, die schon unterwegs sind, und für sie wird keines mehr gepackt. Tun Sie das, wenn ihr Computer oder ihre Schlüssel gestohlen wurden.</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>%1 is a stranger from now on: its bundles are refused.</source>
        <translation>%1 ist ab jetzt unbekannt: Bündel von dort werden zurückgewiesen.</translation>
    </message>
    <message>
        <source>%1 is known again.</source>
        <translation>%1 ist wieder bekannt.</translation>
    </message>
    <message>
        <source>%1 is revoked for good: its bundles are refused, and none is made for it.</source>
        <translation>%1 ist endgültig gesperrt: Bündel von dort werden zurückgewiesen, und dafür wird keines mehr gepackt.</translation>
    </message>
    <message>
        <source>This station is revoked. Once it is forgotten, nothing here knows of that but the custody log: whoever has its card can add it again. It cannot be put back as revoked.</source>
        <translation>Diese Station ist gesperrt. Ist sie vergessen, weiß davon hier nur noch das Übergabeprotokoll: Wer ihre Karte hat, kann sie wieder hinzufügen. Als gesperrte kann sie nicht zurückgeholt werden.</translation>
    </message>
    <message>
        <source>Forget it all the same</source>
        <translation>Trotzdem vergessen</translation>
    </message>
    <message>
        <source>Keep it revoked</source>
        <translation>Gesperrt lassen</translation>
    </message>
</context>
<context>
    <name>satchel::PeersPage</name>
    <message>
        <source>satchel-stations</source>
        <translation>satchel-stationen</translation>
    </message>
    <message>
        <source>The stations cannot be read: %1</source>
        <translation>Die Stationen lassen sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>Save the &amp;list…</source>
        <translation>&amp;Liste speichern …</translation>
    </message>
</context>
<context>
    <name>satchel::PersonSettings</name>
    <message>
        <source>Forget the &amp;passphrase</source>
        <translation>&amp;Passphrase vergessen</translation>
    </message>
    <message>
        <source>&amp;Your name:</source>
        <translation>&amp;Ihr Name:</translation>
    </message>
    <message>
        <source>Stands in the custody log beside the name of this login, which several people may share. It counts at once and is remembered on this computer. Empty: nobody is named.</source>
        <translation>Steht im Übergabeprotokoll neben dem Namen dieser Anmeldung, die sich mehrere Personen teilen können. Er gilt sofort und bleibt auf diesem Computer gespeichert. Leer: Niemand wird genannt.</translation>
    </message>
    <message>
        <source>Passphrase:</source>
        <translation>Passphrase:</translation>
    </message>
    <message>
        <source>This window knows the passphrase of the station&apos;s keys until it is closed.</source>
        <translation>Dieses Fenster kennt die Passphrase der Schlüssel dieser Station, bis es geschlossen wird.</translation>
    </message>
    <message>
        <source>This window knows no passphrase. It asks for one when the keys are locked.</source>
        <translation>Dieses Fenster kennt keine Passphrase. Es fragt danach, wenn die Schlüssel mit einer geschützt sind.</translation>
    </message>
</context>
<context>
    <name>satchel::Pipeline</name>
    <message>
        <source>The way of items</source>
        <translation>Der Weg der Vorgänge</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Shows these items</source>
        <translation>Zeigt diese Vorgänge</translation>
    </message>
</context>
<context>
    <name>satchel::ProgressPane</name>
    <message>
        <source>Packing</source>
        <translation>Packen</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>Abbre&amp;chen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird abgebrochen …</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>Beginnt …</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Looking for bundles</source>
        <translation>Suche nach Bündeln</translation>
    </message>
    <message>
        <source>Reading back</source>
        <translation>Zurücklesen</translation>
    </message>
    <message>
        <source>Unmounting</source>
        <translation>Aushängen</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>The medium does not answer. You may pull it out: nothing that is lost with it counts as carried, and what was brought in stays.</source>
        <translation>Der Datenträger antwortet nicht. Sie dürfen ihn abziehen: Nichts, was mit ihm verloren geht, gilt als mitgenommen, und was eingelesen wurde, bleibt.</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 per second</source>
        <translation>%1 je Sekunde</translation>
    </message>
    <message>
        <source>Making sure it is on the medium</source>
        <translation>Sicherstellen, dass es darauf ist</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>about %1 left of this step</source>
        <translation>noch etwa %1 für diesen Schritt</translation>
    </message>
    <message>
        <source>about %1 left of this bundle</source>
        <translation>noch etwa %1 für dieses Bündel</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
    </message>
    <message>
        <source>Waiting for the medium to have all of it; how long that takes, only it knows</source>
        <translation>Warten, bis der Datenträger alles hat; wie lange das dauert, weiß nur er</translation>
    </message>
    <message>
        <source>then about %1 to read it back</source>
        <translation>danach etwa %1 zum Zurücklesen</translation>
    </message>
    <message>
        <source>%1 (bundle %2 of %3)</source>
        <translation>%1 (Bündel %2 von %3)</translation>
    </message>
</context>
<context>
    <name>satchel::SaveBar</name>
    <message>
        <source>Stop saving or printing</source>
        <translation>Speichern oder Drucken abbrechen</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>Beginnt …</translation>
    </message>
    <message>
        <source>As a &amp;table for spreadsheets (CSV)…</source>
        <translation>Als &amp;Tabelle (CSV) …</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>For &amp;programs (JSON)…</source>
        <translation>Für &amp;Programme (JSON) …</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON-Dateien (*.json)</translation>
    </message>
    <message>
        <source>As a &amp;document (PDF)…</source>
        <translation>Als &amp;Dokument (PDF) …</translation>
    </message>
    <message>
        <source>Documents (*.pdf)</source>
        <translation>Dokumente (*.pdf)</translation>
    </message>
    <message>
        <source>P&amp;rint…</source>
        <translation>D&amp;rucken …</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) saved as %1</source>
        <translation>
            <numerusform>%n Zeile gespeichert als %1</numerusform>
            <numerusform>%n Zeilen gespeichert als %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) saved as %1</source>
        <translation>
            <numerusform>%n Seite gespeichert als %1</numerusform>
            <numerusform>%n Seiten gespeichert als %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) given to the printer</source>
        <translation>
            <numerusform>%n Seite an den Drucker gegeben</numerusform>
            <numerusform>%n Seiten an den Drucker gegeben</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>satchel::SettingsForm</name>
    <message>
        <source>Refuse their &amp;bundles</source>
        <translation>Ihre &amp;Bündel zurückweisen</translation>
    </message>
    <message>
        <source>Role:</source>
        <translation>Rolle:</translation>
    </message>
    <message>
        <source>&amp;Name of the station:</source>
        <translation>&amp;Name der Station:</translation>
    </message>
    <message>
        <source>What people at the other stations see. Another name makes another card: hand it out again.</source>
        <translation>Das sehen die Leute an den anderen Stationen. Ein anderer Name macht eine andere Karte: Geben Sie sie neu aus.</translation>
    </message>
    <message>
        <source>Keys:</source>
        <translation>Schlüssel:</translation>
    </message>
    <message>
        <source> bytes</source>
        <translation> Byte</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Expired senders:</source>
        <translation>Abgelaufene Absender:</translation>
    </message>
    <message>
        <source>By the clock of this computer, which at sites is often wrong. Unchecked, which is usual, such a bundle is taken with a warning.</source>
        <translation>Nach der Uhr dieses Computers, die an Standorten oft falsch geht. Ohne Häkchen, wie üblich, wird ein solches Bündel mit einer Warnung angenommen.</translation>
    </message>
    <message>
        <source>Vo&amp;ucher requests wait:</source>
        <translation>Vo&amp;ucher-Anfragen warten:</translation>
    </message>
    <message>
        <source>After so many days a voucher request with a nonce is given up; devices keep a nonce for about four. From 1 to %1, usually %2.</source>
        <translation>Nach so vielen Tagen wird eine Voucher-Anfrage mit Nonce aufgegeben; Geräte merken sich eine Nonce etwa vier. Von 1 bis %1, üblich %2.</translation>
    </message>
    <message>
        <source>Largest &amp;item:</source>
        <translation>Größter &amp;Vorgang:</translation>
    </message>
    <message>
        <source>Larger files are not gathered. From %1 to %2, which is what a bundle carries and usual.</source>
        <translation>Größere Dateien werden nicht gesammelt. Von %1 bis %2, was ein Bündel trägt und üblich ist.</translation>
    </message>
    <message>
        <source>&amp;Threads:</source>
        <translation>T&amp;hreads:</translation>
    </message>
    <message>
        <source>How many check and pack at the same time, up to %1. By itself it is three at most: more would only wait.</source>
        <translation>Wie viele gleichzeitig prüfen und packen, bis %1. Von selbst höchstens drei: Mehr würden nur warten.</translation>
    </message>
    <message>
        <source>Nested CMP &amp;messages:</source>
        <translation>Geschachtelte CMP-Na&amp;chrichten:</translation>
    </message>
    <message>
        <source>How many CMP messages go into one that the registration authority&apos;s key signs, at a backend: none, 1 each, or batches of up to %1. Needs the key of a registration authority, below.</source>
        <translation>Wie viele CMP-Nachrichten in eine kommen, die der Schlüssel der Registrierungsstelle signiert, in einer Zentrale: keine, je 1 oder Stapel bis %1. Braucht den Schlüssel einer Registrierungsstelle, siehe unten.</translation>
    </message>
    <message>
        <source>%1; fixed when the station was made</source>
        <translation>%1; beim Anlegen der Station festgelegt</translation>
    </message>
    <message numerus="yes">
        <source> day(s)</source>
        <translation>
            <numerusform> Tag</numerusform>
            <numerusform> Tage</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::SettingsPage</name>
    <message>
        <source>&amp;Save the settings</source>
        <translation>Einstellungen &amp;speichern</translation>
    </message>
    <message>
        <source>&amp;Discard what was entered</source>
        <translation>Ein&amp;gaben verwerfen</translation>
    </message>
    <message>
        <source>Who works here</source>
        <translation>Wer hier arbeitet</translation>
    </message>
    <message>
        <source>Trust anchors</source>
        <translation>Vertrauensanker</translation>
    </message>
    <message>
        <source>This station</source>
        <translation>Diese Station</translation>
    </message>
    <message>
        <source>They are kept in settings.toml in %1, which may be edited by hand too. Saving writes that file anew, without remarks of your own; the former one stays beside it as settings.toml.former.</source>
        <translation>Sie stehen in settings.toml in %1, das auch von Hand bearbeitet werden kann. Beim Speichern wird die Datei neu geschrieben, ohne eigene Bemerkungen; die vorige bleibt daneben als settings.toml.former.</translation>
    </message>
    <message>
        <source>The station cannot be opened: %1</source>
        <translation>Die Station lässt sich nicht öffnen: %1</translation>
    </message>
    <message>
        <source>Nothing is lost, and nothing is changed from here until it can. Put right what is said above with a text editor; settings.toml.former holds what was valid before, if the file was changed from this window.</source>
        <translation>Nichts ist verloren, und bis dahin wird von hier nichts geändert. Beheben Sie mit einem Texteditor, was oben steht; settings.toml.former enthält, was zuvor galt, falls die Datei in diesem Fenster geändert wurde.</translation>
    </message>
    <message>
        <source>Nothing was saved: %1</source>
        <translation>Nichts wurde gespeichert: %1</translation>
    </message>
    <message>
        <source>Saved. The card of this station is another one now: hand it out again.</source>
        <translation>Gespeichert. Die Karte dieser Station ist jetzt eine andere: Geben Sie sie neu aus.</translation>
    </message>
    <message>
        <source>Saved. It applies to everything that is begun from now on.</source>
        <translation>Gespeichert. Es gilt für alles, was ab jetzt begonnen wird.</translation>
    </message>
    <message>
        <source>Put back what was discarded</source>
        <translation>Verworfenes zurückholen</translation>
    </message>
</context>
<context>
    <name>satchel::TakeOutPage</name>
    <message>
        <source>Take out</source>
        <translation>Mitnehmen</translation>
    </message>
    <message>
        <source>everybody for whom something is due</source>
        <translation>alle, für die etwas fällig ist</translation>
    </message>
    <message numerus="yes">
        <source>%1 for %2, %n item(s)</source>
        <translation>
            <numerusform>%1 für %2, %n Vorgang</numerusform>
            <numerusform>%1 für %2, %n Vorgänge</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is due</source>
        <translation>Nichts ist fällig</translation>
    </message>
    <message>
        <source>Nothing was written, and nothing waits to be carried.</source>
        <translation>Es wurde nichts geschrieben, und nichts wartet auf den Transport.</translation>
    </message>
    <message>
        <source>Every byte was read back from the medium itself.</source>
        <translation>Jedes Byte wurde vom Datenträger selbst zurückgelesen.</translation>
    </message>
    <message>
        <source>Every byte was read back, though perhaps from this computer&apos;s memory: eject the medium before you pull it.</source>
        <translation>Jedes Byte wurde zurückgelesen, vielleicht aber aus dem Speicher dieses Computers: Werfen Sie den Datenträger aus, bevor Sie ihn abziehen.</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the medium, read back, safe to remove</source>
        <translation>
            <numerusform>%n Vorgang auf dem Datenträger, zurückgelesen; er kann abgezogen werden</numerusform>
            <numerusform>%n Vorgänge auf dem Datenträger, zurückgelesen; er kann abgezogen werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the medium, read back</source>
        <translation>
            <numerusform>%n Vorgang auf dem Datenträger, zurückgelesen</numerusform>
            <numerusform>%n Vorgänge auf dem Datenträger, zurückgelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of the selected item(s) did not go: not due any more, or not for that station.</source>
        <translation>
            <numerusform>%n der ausgewählten Vorgänge ging nicht mit: nicht mehr fällig oder nicht für diese Station.</numerusform>
            <numerusform>%n der ausgewählten Vorgänge gingen nicht mit: nicht mehr fällig oder nicht für diese Station.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 took %n item(s), and the next one what was left: %2</source>
        <translation>
            <numerusform>%1 fasste %n Vorgang und der nächste den Rest: %2</numerusform>
            <numerusform>%1 fasste %n Vorgänge und der nächste den Rest: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) stayed here and are still due. The most urgent ones went first.</source>
        <translation>
            <numerusform>%n Vorgang blieb hier und ist weiter fällig. Die dringendsten gingen zuerst.</numerusform>
            <numerusform>%n Vorgänge blieben hier und sind weiter fällig. Die dringendsten gingen zuerst.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 Of those that stayed, the first lapses on %2.</source>
        <translation>%1 Von denen, die blieben, verfällt der erste am %2.</translation>
    </message>
    <message>
        <source>&amp;Take out</source>
        <translation>&amp;Mitnehmen</translation>
    </message>
    <message>
        <source>everything that is due</source>
        <translation>alles, was fällig ist</translation>
    </message>
    <message>
        <source>&amp;What:</source>
        <translation>&amp;Was:</translation>
    </message>
    <message>
        <source>Fo&amp;r:</source>
        <translation>Fü&amp;r:</translation>
    </message>
    <message numerus="yes">
        <source>%n selected item(s), as far as due</source>
        <translation>
            <numerusform>%n ausgewählter Vorgang, soweit fällig</numerusform>
            <numerusform>%n ausgewählte Vorgänge, soweit fällig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) that stayed the last time</source>
        <translation>
            <numerusform>%n Vorgang, der beim letzten Mal blieb</numerusform>
            <numerusform>%n Vorgänge, die beim letzten Mal blieben</numerusform>
        </translation>
    </message>
    <message>
        <source>what stayed the last time</source>
        <translation>was beim letzten Mal blieb</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>Es wurde nichts geschrieben.</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the media, read back, safe to remove</source>
        <translation>
            <numerusform>%n Vorgang auf den Datenträgern, zurückgelesen; sie können abgezogen werden</numerusform>
            <numerusform>%n Vorgänge auf den Datenträgern, zurückgelesen; sie können abgezogen werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the medium, read back; others stayed</source>
        <translation>
            <numerusform>%n Vorgang auf dem Datenträger, zurückgelesen; andere blieben hier</numerusform>
            <numerusform>%n Vorgänge auf dem Datenträger, zurückgelesen; andere blieben hier</numerusform>
        </translation>
    </message>
    <message>
        <source>Carry this one, and take out what stayed onto another medium. The rest is chosen already under “What”.</source>
        <translation>Bringen Sie diesen hin und nehmen Sie auf einem anderen Datenträger mit, was blieb. Der Rest ist unter „Was“ schon ausgewählt.</translation>
    </message>
    <message>
        <source>None of the selected items is due</source>
        <translation>Keiner der ausgewählten Vorgänge ist fällig</translation>
    </message>
    <message>
        <source>Every byte was read back. If the folder lies on a medium, eject that before you pull it.</source>
        <translation>Jedes Byte wurde zurückgelesen. Liegt der Ordner auf einem Datenträger, werfen Sie diesen aus, bevor Sie ihn abziehen.</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) in the folder, read back</source>
        <translation>
            <numerusform>%n Vorgang im Ordner, zurückgelesen</numerusform>
            <numerusform>%n Vorgänge im Ordner, zurückgelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>choose a station</source>
        <translation>Station auswählen</translation>
    </message>
    <message>
        <source>%1 cannot be chosen any more: choose again</source>
        <translation>%1 steht nicht mehr zur Wahl: neu auswählen</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) in the folder, read back; others stayed</source>
        <translation>
            <numerusform>%n Vorgang im Ordner, zurückgelesen; andere blieben hier</numerusform>
            <numerusform>%n Vorgänge im Ordner, zurückgelesen; andere blieben hier</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::UnopenedPage</name>
    <message>
        <source>Nothing was changed and nothing is lost: what the station holds is not touched by this.</source>
        <translation>Nichts wurde geändert und nichts ist verloren: Was die Station enthält, ist davon nicht berührt.</translation>
    </message>
    <message>
        <source>Put right what is said above, with a text editor if it is the settings, or show it to whoever set this station up. A station is not made anew in this place, for that would be another one.</source>
        <translation>Beheben Sie, was oben steht, bei den Einstellungen mit einem Texteditor, oder zeigen Sie es der Person, die die Station eingerichtet hat. Hier wird keine Station neu angelegt, denn das wäre eine andere.</translation>
    </message>
    <message>
        <source>This station cannot be opened</source>
        <translation>Diese Station lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Erneut nachsehen</translation>
    </message>
</context>
<context>
    <name>satchel::VerifyPage</name>
    <message>
        <source>&amp;Choose bundles…</source>
        <translation>Bündel aus&amp;wählen …</translation>
    </message>
    <message>
        <source>Drop bundles or receipts anywhere on this window. Nothing is taken in.</source>
        <translation>Ziehen Sie Bündel oder Quittungen irgendwohin auf dieses Fenster. Eingelesen wird dabei nichts.</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Bundles or receipts</source>
        <translation>Bündel oder Quittungen</translation>
    </message>
    <message>
        <source>Bundles and receipts (*.satchel *.receipt);;All files (*)</source>
        <translation>Bündel und Quittungen (*.satchel *.receipt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Everything that can be checked here is good</source>
        <translation>Alles, was hier geprüft werden kann, ist gut</translation>
    </message>
    <message>
        <source>Not everything is good</source>
        <translation>Nicht alles ist gut</translation>
    </message>
    <message>
        <source>The first check that is bad says why. Do not bring in what is refused; ask its sender.</source>
        <translation>Die erste schlechte Prüfung sagt, warum. Lesen Sie nicht ein, was zurückgewiesen wurde; fragen Sie den Absender.</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>unknown here: %1</source>
        <translation>hier unbekannt: %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>what it is</source>
        <translation>was es ist</translation>
    </message>
    <message>
        <source>what it claims to be, unproved</source>
        <translation>was es zu sein behauptet, unbewiesen</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>für</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>bundle</source>
        <translation>Bündel</translation>
    </message>
    <message>
        <source>made</source>
        <translation>erstellt</translation>
    </message>
    <message>
        <source>to be used until</source>
        <translation>zu verwenden bis</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s), %1</source>
        <translation>
            <numerusform>%n Teil, %1</numerusform>
            <numerusform>%n Teile, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>written by</source>
        <translation>geschrieben von</translation>
    </message>
    <message>
        <source>who may open it</source>
        <translation>wer es öffnen kann</translation>
    </message>
    <message>
        <source>only %1</source>
        <translation>nur %1</translation>
    </message>
    <message numerus="yes">
        <source>%n more; the list that is saved has all of them</source>
        <translation>
            <numerusform>%n weiterer; die gespeicherte Liste hat alle</numerusform>
            <numerusform>%n weitere; die gespeicherte Liste hat alle</numerusform>
        </translation>
    </message>
    <message>
        <source>Sa&amp;ve the checks…</source>
        <translation>Prüfungen &amp;speichern…</translation>
    </message>
    <message>
        <source>satchel-checks</source>
        <translation>satchel-pruefungen</translation>
    </message>
</context>
</TS>
