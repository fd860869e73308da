<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
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
    <name>satchel::ItemStory</name>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
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
</context>
<context>
    <name>satchel::OverviewPage</name>
    <message numerus="yes">
        <source>%n item(s) wait to be carried</source>
        <translation>
            <numerusform>%n item waits to be carried</numerusform>
            <numerusform>%n items wait to be carried</numerusform>
        </translation>
    </message>
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
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>satchel::ProgressPane</name>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>about %n second left</numerusform>
            <numerusform>about %n seconds left</numerusform>
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
</context>
</TS>
