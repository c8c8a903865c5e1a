// Reads iCalendar files from a list of texts on standard input, and writes what ical.js finds in them. Its first argument
// is the folder of ical.js.
import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

const {default: ICAL} = await import(pathToFileURL(`${process.argv[2]}/ical.js`));

function moment(component, name) {
    const property = component.getFirstProperty(name);
    const time = property.getFirstValue();
    return {local: time.toString(), zone: property.getFirstParameter("tzid"), unix: time.toUnixTime()};
}

function entry(component) {
    const text = (name) => component.getFirstPropertyValue(name)?.toString() ?? "";
    return {
        uid: text("uid"),
        sequence: component.getFirstPropertyValue("sequence"),
        stamp: text("dtstamp"),
        status: text("status"),
        summary: text("summary"),
        location: text("location"),
        description: text("description"),
        organizer: text("organizer"),
        attendees: component.getAllProperties("attendee").map((each) => each.getFirstValue()),
        start: moment(component, "dtstart"),
        end: moment(component, "dtend"),
    };
}

function calendar(text) {
    ICAL.TimezoneService.reset();  // so that only the zones in the file itself are known
    const root = new ICAL.Component(ICAL.parse(text));
    return {method: root.getFirstPropertyValue("method"), entries: root.getAllSubcomponents("vevent").map(entry)};
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(calendar)));
