<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>BundleWords</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %n item(s) taken in</source>
        <translation>
            <numerusform>all %n item taken in</numerusform>
            <numerusform>all %n items taken in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n item(s) refused</source>
        <translation>
            <numerusform>%1 of %n item refused</numerusform>
            <numerusform>%1 of %n items refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>taken in, %n item(s) refused</source>
        <translation>
            <numerusform>taken in, %n item refused</numerusform>
            <numerusform>taken in, %n items refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bundle(s) of %1 never arrived here: number %2. Nothing is lost by that: what such a bundle held stays due there until our receipt comes, and goes out again with a later one. If a medium is on its way still, bring it in: it does no harm.</source>
        <translation>
            <numerusform>%n bundle of %1 never arrived here: number %2. Nothing is lost by that: what such a bundle held stays due there until our receipt comes, and goes out again with a later one. If a medium is on its way still, bring it in: it does no harm.</numerusform>
            <numerusform>%n bundles of %1 never arrived here: number %2. Nothing is lost by that: what such a bundle held stays due there until our receipt comes, and goes out again with a later one. If a medium is on its way still, bring it in: it does no harm.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConcernWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bundle(s) for %1 without a receipt, the oldest made %2</source>
        <translation>
            <numerusform>%n bundle for %1 without a receipt, the oldest made %2</numerusform>
            <numerusform>%n bundles for %1 without a receipt, the oldest made %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s) (%1)</source>
        <translation>
            <numerusform>in %n day (%1)</numerusform>
            <numerusform>in %n days (%1)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago (%1)</source>
        <translation>
            <numerusform>%n day ago (%1)</numerusform>
            <numerusform>%n days ago (%1)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more confirmation(s) are due soon, or were</source>
        <translation>
            <numerusform>%n more confirmation is due soon, or was</numerusform>
            <numerusform>%n more confirmations are due soon, or were</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more voucher(s) end soon, or have ended</source>
        <translation>
            <numerusform>%n more voucher ends soon, or has ended</numerusform>
            <numerusform>%n more vouchers end soon, or have ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more certificate(s) of devices end soon, or have ended</source>
        <translation>
            <numerusform>%n more certificate of a device ends soon, or has ended</numerusform>
            <numerusform>%n more certificates of devices end soon, or have ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more device(s) give up soon, or have given up</source>
        <translation>
            <numerusform>%n more device gives up soon, or has given up</numerusform>
            <numerusform>%n more devices give up soon, or have given up</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ItemVerbs</name>
    <message numerus="yes">
        <source>%n item(s) released.</source>
        <translation>
            <numerusform>%n item released.</numerusform>
            <numerusform>%n items released.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) rejected.</source>
        <translation>
            <numerusform>%n item rejected.</numerusform>
            <numerusform>%n items rejected.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogPaper</name>
    <message numerus="yes">
        <source>all, %n</source>
        <translation>
            <numerusform>all, %n</numerusform>
            <numerusform>all, %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>those with “%1”, %n</source>
        <translation>
            <numerusform>those with “%1”, %n</numerusform>
            <numerusform>those with “%1”, %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s), the last page.</source>
        <translation>
            <numerusform>%n entry, the last page.</numerusform>
            <numerusform>%n entries, the last page.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SlipPaper</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WarningWords</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused item(s)</source>
        <translation>
            <numerusform>%n refused item</numerusform>
            <numerusform>%n refused items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::BringInPage</name>
    <message numerus="yes">
        <source>%n new item(s), all verified</source>
        <translation>
            <numerusform>%n new item, verified</numerusform>
            <numerusform>%n new items, all verified</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new item(s), but not everything was good</source>
        <translation>
            <numerusform>%n new item, but not everything was good</numerusform>
            <numerusform>%n new items, but not everything was good</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 from %2: %n new item(s)</source>
        <translation>
            <numerusform>%1 from %2: %n new item</numerusform>
            <numerusform>%1 from %2: %n new items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) for a person&apos;s decision</source>
        <translation>
            <numerusform>%n waits for a person&apos;s decision</numerusform>
            <numerusform>%n wait for a person&apos;s decision</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other file(s) left alone.</source>
        <translation>
            <numerusform>%n other file left alone.</numerusform>
            <numerusform>%n other files left alone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bundle(s) found there</source>
        <translation>
            <numerusform>%n bundle found there</numerusform>
            <numerusform>%n bundles found there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new item(s) were brought in all the same.</source>
        <translation>
            <numerusform>%n new item was brought in all the same.</numerusform>
            <numerusform>%n new items were brought in all the same.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There are %n other file(s). Is it the right medium?</source>
        <translation>
            <numerusform>There is %n other file. Is it the right medium?</numerusform>
            <numerusform>There are %n other files. Is it the right medium?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::BundlesPage</name>
    <message numerus="yes">
        <source>%n bundle(s)</source>
        <translation>
            <numerusform>%n bundle</numerusform>
            <numerusform>%n bundles</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::ConcernList</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::DecisionBar</name>
    <message numerus="yes">
        <source>%n item(s) will be released</source>
        <translation>
            <numerusform>%n item will be released</numerusform>
            <numerusform>%n items will be released</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) will be rejected</source>
        <translation>
            <numerusform>%n item will be rejected</numerusform>
            <numerusform>%n items will be rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n second(s)</source>
        <translation>
            <numerusform>in %n second</numerusform>
            <numerusform>in %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s): %1</source>
        <translation>
            <numerusform>%n device: %1</numerusform>
            <numerusform>%n devices: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::DeviceTree</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::ErrandPage</name>
    <message numerus="yes">
        <source>%1 can be pulled now</source>
        <translation>
            <numerusform>%1 can be pulled now</numerusform>
            <numerusform>%1 can be pulled now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::FoundBundles</name>
    <message numerus="yes">
        <source>%n new item(s)</source>
        <translation>
            <numerusform>%n new item</numerusform>
            <numerusform>%n new items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::ItemStory</name>
    <message numerus="yes">
        <source>%n; it was let pass all the same</source>
        <translation>
            <numerusform>%n; it was let pass all the same</numerusform>
            <numerusform>%n; they were let pass all the same</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::ItemsPage</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %n item(s) are selected, and only so many can be taken out or decided on at once. Select fewer, or take out everything that is due.</source>
        <translation>
            <numerusform>More than %n item is selected, and only so many can be taken out or decided on at once. Select fewer, or take out everything that is due.</numerusform>
            <numerusform>More than %n items are selected, and only so many can be taken out or decided on at once. Select fewer, or take out everything that is due.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::MainWindow</name>
    <message numerus="yes">
        <source>%n file(s) will be looked at as soon as a station is open here: %1</source>
        <translation>
            <numerusform>%n file will be looked at as soon as a station is open here: %1</numerusform>
            <numerusform>%n files will be looked at as soon as a station is open here: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::MonthBars</name>
    <message numerus="yes">
        <source>%n item(s) gathered</source>
        <translation>
            <numerusform>%n item gathered</numerusform>
            <numerusform>%n items gathered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) brought in</source>
        <translation>
            <numerusform>%n item brought in</numerusform>
            <numerusform>%n items brought in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) handed over</source>
        <translation>
            <numerusform>%n item handed over</numerusform>
            <numerusform>%n items handed over</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s): %1 taken in, %2 handed over.</source>
        <translation>
            <numerusform>In %n day: %1 taken in, %2 handed over.</numerusform>
            <numerusform>In %n days: %1 taken in, %2 handed over.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::OverviewPage</name>
    <message numerus="yes">
        <source>%n item(s) wait to be handed over here</source>
        <translation>
            <numerusform>%n item waits to be handed over here</numerusform>
            <numerusform>%n items wait to be handed over here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) need a person&apos;s decision</source>
        <translation>
            <numerusform>%n item needs a person&apos;s decision</numerusform>
            <numerusform>%n items need a person&apos;s decision</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) wait to be carried</source>
        <translation>
            <numerusform>%n request waits to be carried</numerusform>
            <numerusform>%n requests wait to be carried</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) wait to be carried</source>
        <translation>
            <numerusform>%n answer waits to be carried</numerusform>
            <numerusform>%n answers wait to be carried</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) came back today</source>
        <translation>
            <numerusform>%n answer came back today</numerusform>
            <numerusform>%n answers came back today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) came in today</source>
        <translation>
            <numerusform>%n request came in today</numerusform>
            <numerusform>%n requests came in today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voucher request(s) lapse today</source>
        <translation>
            <numerusform>%n voucher request lapses today</numerusform>
            <numerusform>%n voucher requests lapse today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voucher request(s) lapse tomorrow</source>
        <translation>
            <numerusform>%n voucher request lapses tomorrow</numerusform>
            <numerusform>%n voucher requests lapse tomorrow</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) on a medium, without a receipt</source>
        <translation>
            <numerusform>%n request on a medium, without a receipt</numerusform>
            <numerusform>%n requests on a medium, without a receipt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) on a medium, without a receipt</source>
        <translation>
            <numerusform>%n answer on a medium, without a receipt</numerusform>
            <numerusform>%n answers on a medium, without a receipt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::ProgressPane</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::SaveBar</name>
    <message numerus="yes">
        <source>%n row(s) saved as %1</source>
        <translation>
            <numerusform>%n row saved as %1</numerusform>
            <numerusform>%n rows saved as %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) saved as %1</source>
        <translation>
            <numerusform>%n page saved as %1</numerusform>
            <numerusform>%n pages saved as %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) given to the printer</source>
        <translation>
            <numerusform>%n page given to the printer</numerusform>
            <numerusform>%n pages given to the printer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::SettingsForm</name>
    <message numerus="yes">
        <source> day(s)</source>
        <translation>
            <numerusform> day</numerusform>
            <numerusform> days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::TakeOutPage</name>
    <message numerus="yes">
        <source>%1 for %2, %n item(s)</source>
        <translation>
            <numerusform>%1 for %2, %n item</numerusform>
            <numerusform>%1 for %2, %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the medium, read back, safe to remove</source>
        <translation>
            <numerusform>%n item on the medium, read back, safe to remove</numerusform>
            <numerusform>%n items on the medium, read back, safe to remove</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the medium, read back</source>
        <translation>
            <numerusform>%n item on the medium, read back</numerusform>
            <numerusform>%n items on the medium, read back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of the selected item(s) did not go: not due any more, or not for that station.</source>
        <translation>
            <numerusform>%n of the selected items did not go: not due any more, or not for that station.</numerusform>
            <numerusform>%n of the selected items did not go: not due any more, or not for that station.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 took %n item(s), and the next one what was left: %2</source>
        <translation>
            <numerusform>%1 took %n item, and the next one what was left: %2</numerusform>
            <numerusform>%1 took %n items, and the next one what was left: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) stayed here and are still due. The most urgent ones went first.</source>
        <translation>
            <numerusform>%n item stayed here and is still due. The most urgent ones went first.</numerusform>
            <numerusform>%n items stayed here and are still due. The most urgent ones went first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected item(s), as far as due</source>
        <translation>
            <numerusform>%n selected item, as far as due</numerusform>
            <numerusform>%n selected items, as far as due</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) that stayed the last time</source>
        <translation>
            <numerusform>%n item that stayed the last time</numerusform>
            <numerusform>%n items that stayed the last time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the media, read back, safe to remove</source>
        <translation>
            <numerusform>%n item on the media, read back, safe to remove</numerusform>
            <numerusform>%n items on the media, read back, safe to remove</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) on the medium, read back; others stayed</source>
        <translation>
            <numerusform>%n item on the medium, read back; others stayed</numerusform>
            <numerusform>%n items on the medium, read back; others stayed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) in the folder, read back</source>
        <translation>
            <numerusform>%n item in the folder, read back</numerusform>
            <numerusform>%n items in the folder, read back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) in the folder, read back; others stayed</source>
        <translation>
            <numerusform>%n item in the folder, read back; others stayed</numerusform>
            <numerusform>%n items in the folder, read back; others stayed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::VerifyPage</name>
    <message numerus="yes">
        <source>%n part(s), %1</source>
        <translation>
            <numerusform>%n part, %1</numerusform>
            <numerusform>%n parts, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more; the list that is saved has all of them</source>
        <translation>
            <numerusform>%n more; the list that is saved has all of them</numerusform>
            <numerusform>%n more; the list that is saved has all of them</numerusform>
        </translation>
    </message>
</context>
</TS>
