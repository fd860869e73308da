<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
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
        <translation>Lassen Sie es sich von dort, wo es herkommt, noch einmal geben. Es wurde vielleicht unterwegs verändert.</translation>
    </message>
    <message>
        <source>A newer version of Satchel made it.</source>
        <translation>Eine neuere Version von Satchel hat es erzeugt.</translation>
    </message>
    <message>
        <source>Update Satchel on this computer, then start again.</source>
        <translation>Bringen Sie Satchel auf diesem Rechner auf den neuesten Stand und beginnen Sie dann von vorn.</translation>
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
        <translation>Bringen Sie Satchel auf diesem Rechner auf den neuesten Stand. Hilft das nicht, fragen Sie dort, wo es herkommt.</translation>
    </message>
    <message>
        <source>A file or folder cannot be read or written.</source>
        <translation>Eine Datei oder ein Ordner lässt sich nicht lesen oder schreiben.</translation>
    </message>
    <message>
        <source>Look whether it is still there and whether you may open it, then start again.</source>
        <translation>Sehen Sie nach, ob sie noch da ist und ob Sie sie öffnen dürfen, und beginnen Sie dann von vorn.</translation>
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
        <source>Do not use it. Ask its sender, on another way than it came, whether it is theirs.</source>
        <translation>Verwenden Sie es nicht. Fragen Sie den Absender auf einem anderen Weg, als es kam, ob es von ihm ist.</translation>
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
        <translation>Wenn Sie es erwarten, nehmen Sie die Karte des Absenders unter „Stationen“ auf und vergleichen Sie den Fingerabdruck.</translation>
    </message>
    <message>
        <source>It comes from a station that is no longer trusted here.</source>
        <translation>Es kommt von einer Station, der hier nicht mehr vertraut wird.</translation>
    </message>
    <message>
        <source>Do not use it. Ask whoever revoked the station.</source>
        <translation>Verwenden Sie es nicht. Fragen Sie, wer die Station gesperrt hat.</translation>
    </message>
    <message>
        <source>It comes from a site where a backend is due, or the other way round.</source>
        <translation>Es kommt von einem Standort, wo eine Zentrale hingehört, oder umgekehrt.</translation>
    </message>
    <message>
        <source>Look whether you are at the right computer.</source>
        <translation>Sehen Sie nach, ob Sie am richtigen Rechner sind.</translation>
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
        <translation>Sehen Sie auf das Datum dieses Rechners. Stimmt es, muss neu angefragt werden.</translation>
    </message>
    <message>
        <source>Its time has not begun yet.</source>
        <translation>Seine Zeit hat noch nicht begonnen.</translation>
    </message>
    <message>
        <source>Look at the date and time of this computer.</source>
        <translation>Sehen Sie auf Datum und Uhrzeit dieses Rechners.</translation>
    </message>
    <message>
        <source>Who asks has not proved to have the key.</source>
        <translation>Wer anfragt, hat nicht bewiesen, den Schlüssel zu haben.</translation>
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
        <translation>Ist es der richtige Unterzeichner, nehmen Sie sein Zertifikat als Vertrauensanker auf.</translation>
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
        <translation>Die Nachricht hat keine Vorgangsnummer, daher wäre ihre Antwort nicht von anderen zu unterscheiden.</translation>
    </message>
    <message>
        <source>The device or the registrar must send it with one.</source>
        <translation>Das Gerät oder der Registrar muss sie mit einer Nummer senden.</translation>
    </message>
    <message>
        <source>Nothing tells who asks.</source>
        <translation>Nichts sagt, wer anfragt.</translation>
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
        <translation>Es muss von einem Menschen entschieden werden.</translation>
    </message>
    <message>
        <source>The device is not on the list.</source>
        <translation>Das Gerät steht nicht auf der Liste.</translation>
    </message>
    <message>
        <source>If it belongs to you, put it on the list; else reject it.</source>
        <translation>Gehört es Ihnen, setzen Sie es auf die Liste; sonst lehnen Sie es ab.</translation>
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
        <translation>Nehmen Sie ihre Karte unter „Stationen“ auf.</translation>
    </message>
    <message>
        <source>The card has another fingerprint than was told.</source>
        <translation>Die Karte hat einen anderen Fingerabdruck als den genannten.</translation>
    </message>
    <message>
        <source>Do not use this card. Ask the other side for theirs again.</source>
        <translation>Verwenden Sie diese Karte nicht. Bitten Sie die andere Seite noch einmal um ihre.</translation>
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
        <translation>Fragen Sie, wer die Station eingerichtet hat, nach der Passphrase oder dem Token.</translation>
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
        <translation>Schieben Sie seinen Schalter auf „entsperrt“ oder nehmen Sie einen anderen, und beginnen Sie dann von vorn.</translation>
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
        <translation>Die Festplatte dieses Rechners ist voll.</translation>
    </message>
    <message>
        <source>Make room on the computer&apos;s own disk, then start again.</source>
        <translation>Schaffen Sie Platz auf der Festplatte des Rechners und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>Another program works with this station just now.</source>
        <translation>Gerade arbeitet ein anderes Programm mit dieser Station.</translation>
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
        <translation>Arbeiten Sie nicht weiter mit diesem Rechner und zeigen Sie es Ihrem Betreiber.</translation>
    </message>
    <message>
        <source>You have stopped it.</source>
        <translation>Sie haben es angehalten.</translation>
    </message>
    <message>
        <source>Start again whenever you like.</source>
        <translation>Beginnen Sie von vorn, wann Sie möchten.</translation>
    </message>
    <message>
        <source>That does not go in this way.</source>
        <translation>So geht das nicht.</translation>
    </message>
    <message>
        <source>Look at what you have entered.</source>
        <translation>Sehen Sie sich an, was Sie eingegeben haben.</translation>
    </message>
    <message>
        <source>That is a mistake in Satchel itself.</source>
        <translation>Das ist ein Fehler in Satchel selbst.</translation>
    </message>
    <message>
        <source>Please report it, with the text below.</source>
        <translation>Bitte melden Sie ihn, mit dem Text darunter.</translation>
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
        <translation>Schieben Sie seinen Schalter auf „entsperrt“ oder nehmen Sie einen anderen, und beginnen Sie dann von vorn.</translation>
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
        <source>Another program works with this station just now.</source>
        <translation>Gerade arbeitet ein anderes Programm mit dieser Station.</translation>
    </message>
    <message>
        <source>Wait until it has ended, then start again.</source>
        <translation>Warten Sie, bis es fertig ist, und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>The disk of this computer is full.</source>
        <translation>Die Festplatte dieses Rechners ist voll.</translation>
    </message>
    <message>
        <source>Make room on the computer&apos;s own disk, then start again.</source>
        <translation>Schaffen Sie Platz auf der Festplatte des Rechners und beginnen Sie dann von vorn.</translation>
    </message>
    <message>
        <source>You have stopped it.</source>
        <translation>Sie haben es angehalten.</translation>
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
        <source>Ask whoever set the station up for its passphrase or its token.</source>
        <translation>Fragen Sie, wer die Station eingerichtet hat, nach der Passphrase oder dem Token.</translation>
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
</context>
<context>
    <name>satchel::BringInPage</name>
    <message>
        <source>%1: was brought in before</source>
        <translation>%1: wurde schon früher eingelesen</translation>
    </message>
    <message>
        <source>%1 from %2: %3 new</source>
        <translation>%1 von %2: %3 neu</translation>
    </message>
    <message>
        <source>, %1 wait for a person&apos;s decision</source>
        <translation>, %1 müssen entschieden werden</translation>
    </message>
    <message>
        <source>, %1 refused</source>
        <translation>, %1 zurückgewiesen</translation>
    </message>
    <message>
        <source>From %1 never came: number %2. Was a medium lost?</source>
        <translation>Von %1 kam nie an: Nummer %2. Ging ein Datenträger verloren?</translation>
    </message>
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
        <source>There are %1 other files. Is it the right medium?</source>
        <translation>Dort sind %1 andere Dateien. Ist es der richtige Datenträger?</translation>
    </message>
</context>
<context>
    <name>satchel::ErrandPage</name>
    <message>
        <source>&amp;Eject the medium</source>
        <translation>Datenträger aus&amp;werfen</translation>
    </message>
    <message>
        <source>Do not pull it yet</source>
        <translation>Noch nicht abziehen</translation>
    </message>
    <message>
        <source>%1 can be pulled now</source>
        <translation>%1 kann jetzt abgezogen werden</translation>
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
        <source>This computer is no station yet. A station has a name and keys of its own, kept in %1.</source>
        <translation>Dieser Rechner ist noch keine Station. Eine Station hat einen eigenen Namen und eigene Schlüssel; sie liegen in %1.</translation>
    </message>
    <message>
        <source>It stands as</source>
        <translation>Sie ist</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
</context>
<context>
    <name>satchel::ItemStory</name>
    <message>
        <source>What is known of the item</source>
        <translation>Was über den Vorgang bekannt ist</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>remark</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Vorgang</translation>
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
</context>
<context>
    <name>satchel::ItemTable</name>
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
        <source>The custody log is intact.</source>
        <translation>Das Übergabeprotokoll ist unversehrt.</translation>
    </message>
    <message>
        <source>The custody log is NOT intact: entry %1 is the first that is not as it was written.</source>
        <translation>Das Übergabeprotokoll ist NICHT unversehrt: Eintrag %1 ist der erste, der nicht mehr so ist, wie er geschrieben wurde.</translation>
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
        <source>This station cannot be opened: %1</source>
        <translation>Diese Station lässt sich nicht öffnen: %1</translation>
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
</context>
<context>
    <name>satchel::MediaPicker</name>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>not mounted</source>
        <translation>nicht eingehängt</translation>
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
        <source>&amp;Media that are plugged in:</source>
        <translation>Angesteckte &amp;Datenträger:</translation>
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
</context>
<context>
    <name>satchel::OverviewPage</name>
    <message numerus="yes">
        <source>%n item(s) wait to be carried</source>
        <translation>
            <numerusform>%n Vorgang wartet auf den Transport</numerusform>
            <numerusform>%n Vorgänge warten auf den Transport</numerusform>
        </translation>
    </message>
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
    <message>
        <source>over</source>
        <translation>abgelaufen</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n Tag</numerusform>
            <numerusform>in %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Take out</source>
        <translation>&amp;Mitnehmen</translation>
    </message>
    <message>
        <source>&amp;Bring in</source>
        <translation>&amp;Einlesen</translation>
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
        <source>Next deadlines:</source>
        <translation>Nächste Fristen:</translation>
    </message>
</context>
<context>
    <name>satchel::PeersPage</name>
    <message>
        <source>site</source>
        <translation>Standort</translation>
    </message>
    <message>
        <source>backend</source>
        <translation>Zentrale</translation>
    </message>
    <message>
        <source>&amp;Open a card…</source>
        <translation>&amp;Karte öffnen …</translation>
    </message>
    <message>
        <source>&amp;Add this station</source>
        <translation>Diese Station auf&amp;nehmen</translation>
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
        <source>as the other side reads it out</source>
        <translation>wie am Telefon vorgelesen</translation>
    </message>
    <message>
        <source>This station:</source>
        <translation>Diese Station:</translation>
    </message>
    <message>
        <source>&amp;Fingerprint</source>
        <translation>&amp;Fingerabdruck</translation>
    </message>
    <message>
        <source>&amp;Name here</source>
        <translation>&amp;Name hier</translation>
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
        <source>revoked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Call the other side, let them read out the fingerprint that their own window shows, and enter it. Only their card can have it.</source>
        <translation>Rufen Sie die andere Seite an, lassen Sie sich den Fingerabdruck vorlesen, den deren eigenes Fenster zeigt, und geben Sie ihn ein. Nur deren Karte kann ihn haben.</translation>
    </message>
    <message>
        <source>This is no station&apos;s card: %1</source>
        <translation>Das ist keine Karte einer Station: %1</translation>
    </message>
    <message>
        <source>This is another fingerprint than the card&apos;s. The card is not from that station, or was exchanged on its way: do not use it.</source>
        <translation>Das ist ein anderer Fingerabdruck als der der Karte. Die Karte ist nicht von dieser Station oder wurde unterwegs ausgetauscht: Verwenden Sie sie nicht.</translation>
    </message>
    <message>
        <source>The fingerprint is the card&apos;s.</source>
        <translation>Der Fingerabdruck ist der der Karte.</translation>
    </message>
    <message>
        <source>%1 is known now: bundles can be made for it and taken from it.</source>
        <translation>%1 ist jetzt bekannt: Bündel können für sie gepackt und von ihr angenommen werden.</translation>
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
        <source>Writing to the medium itself</source>
        <translation>Schreiben auf den Datenträger selbst</translation>
    </message>
    <message>
        <source>Reading back what was written</source>
        <translation>Rücklesen des Geschriebenen</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>Beginnt …</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>noch etwa %n Sekunde</numerusform>
            <numerusform>noch etwa %n Sekunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::TakeOutPage</name>
    <message>
        <source>Take out</source>
        <translation>Mitnehmen</translation>
    </message>
    <message>
        <source>&amp;Take out everything that is due</source>
        <translation>&amp;Alles mitnehmen, was fällig ist</translation>
    </message>
    <message>
        <source>&amp;For:</source>
        <translation>&amp;Für:</translation>
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
        <translation>Jedes Byte wurde zurückgelesen, vielleicht aber aus dem Speicher dieses Rechners: Werfen Sie den Datenträger aus, bevor Sie ihn abziehen.</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the medium, read back, safe to remove</source>
        <translation>
            <numerusform>%n Vorgang auf dem Datenträger, zurückgelesen, kann abgezogen werden</numerusform>
            <numerusform>%n Vorgänge auf dem Datenträger, zurückgelesen, kann abgezogen werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the medium, read back</source>
        <translation>
            <numerusform>%n Vorgang auf dem Datenträger, zurückgelesen</numerusform>
            <numerusform>%n Vorgänge auf dem Datenträger, zurückgelesen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::VerifyPage</name>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>with a remark</source>
        <translation>mit Hinweis</translation>
    </message>
    <message>
        <source>not possible here</source>
        <translation>hier nicht möglich</translation>
    </message>
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
</context>
</TS>
