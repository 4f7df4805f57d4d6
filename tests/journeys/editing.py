"""An editor at work in the admin: each step finds things by the words of the guide's section that is being followed."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.journeys.guide import Section, on_screen

WATCHED = """() => window.wagtail?.app?.getControllerForElementAndIdentifier(
    document.querySelector("#page-edit-form"), "w-unsaved")?.initialFormData"""
TYPED = """(field, words) => {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
}"""
PREVIEW = ".w-preview__iframe:not(.w-preview__proxy)"


class Editor:
    """Somebody who has the guide open at one section and does what it says; words it does not say fail the test."""

    def __init__(self, page: Page, section: Section | None = None) -> None:
        self.page = page
        self.section = section or Section("Ma semaine")

    def follow(self, title: str) -> None:
        """Turn to a section of the guide."""
        self.section = Section(title)

    def says(self, words: str) -> re.Pattern[str]:
        """Return what finds on the screen something that the section names."""
        return self.section.names(words)

    def menu(self, *entries: str) -> None:
        """Go through the menu, from an entry to those below it."""
        *groups, last = entries
        navigation = self.page.get_by_role("navigation", name="Menu principal")
        for group in groups:
            button = navigation.get_by_role("button", name=self.says(group))
            if button.get_attribute("aria-expanded") != "true":
                button.click()
        navigation.get_by_role("link", name=self.says(last)).click()

    def click(self, words: str, *, within: Locator | None = None, role: str = "link") -> None:
        """Press a link, or what else `role` says."""
        (within or self.page).get_by_role(role, name=self.says(words)).first.click()  # type: ignore[arg-type]

    def field(self, words: str, *, within: Locator | None = None) -> Locator:
        """Return a field by its name."""
        return (within or self.page.get_by_role("main")).get_by_label(self.says(words)).first

    def fill(self, words: str, value: str, *, within: Locator | None = None) -> None:
        """Write into a field."""
        self.field(words, within=within).fill(value)

    def set_moment(self, words: str, moment: str, *, within: Locator | None = None) -> None:
        """Write a date and an hour, as typing does, without the little calendar that focus opens over what follows."""
        self.field(words, within=within).evaluate(TYPED, moment)

    def panel(self, words: str) -> Locator:
        """Return the panel of a page's form under a heading."""
        return self.page.get_by_role("region", name=self.says(words))

    def wait_until_watched(self) -> None:
        """Wait until the admin tells our changes from its own: for two seconds it takes all for its own."""
        self.page.wait_for_function(WATCHED)

    def name(self, title: str, summary: str) -> None:
        """Write the title and the summary of a page."""
        self.wait_until_watched()
        self.page.get_by_role("textbox", name=self.says("Titre")).fill(title)
        self.page.get_by_role("textbox", name=self.says("Résumé")).fill(summary)

    def tag(self, *words: str) -> None:
        """Give keywords, each ended by Enter."""
        field = self.panel("Mots-clés").get_by_role("textbox")
        for word in words:
            field.fill(word)
            field.press("Enter")

    def picture(self, file: Path, description: str) -> None:
        """Send a picture from the editor's own disk, with what it shows."""
        self.panel("Image").get_by_role("button", name=self.says("Choisir une image")).click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("tab", name=self.says("Transférer")).click()
        self.send(file)
        dialog.get_by_label(self.says("Texte alternatif")).fill(description)
        dialog.get_by_role("button", name=self.says("Transférer")).click()
        expect(self.panel("Image")).to_contain_text(file.stem)

    def send(self, file: Path) -> None:
        """Give the file of a new picture; a moment later, the admin has made its title of the file's name."""
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label(on_screen("Fichier")).set_input_files(file)
        expect(dialog.get_by_label(on_screen("Titre"))).to_have_value(file.stem)

    def insert(self, panel: Locator, block: str) -> Locator:
        """Insert a block at the end of a panel's text and return it.

        The admin's menu closes when a draft is kept at that very moment: one opens it again.
        """
        option = self.page.get_by_role("option", name=self.says(block)).first
        for patience in (10_000, 10_000, 60_000):
            if not option.is_visible():
                panel.get_by_role("button", name=self.says("Insérer un bloc")).last.click()
            try:
                option.click(timeout=patience)
                break
            except TimeoutError:
                continue
        else:
            raise AssertionError(f"No {block!r} among the blocks.")
        return panel.get_by_role("region", name=re.compile(rf"^{re.escape(block)}")).last

    def choose(self, place: Locator, title: str) -> None:
        """Choose a page in the window that opens from `place`."""
        place.get_by_role("button", name=re.compile("^Choisi")).last.click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("link", name=title, exact=True).or_(dialog.get_by_role("textbox")).first.wait_for()
        found = dialog.get_by_role("link", name=title, exact=True)
        if not found.count():
            dialog.get_by_role("textbox").fill(title)
        found.click()
        expect(place).to_contain_text(title)
        expect(self.page.locator(".modal-backdrop")).to_have_count(0)

    def preview(self, *words: str) -> None:
        """Read the preview beside the form."""
        toggle = self.page.get_by_role("button", name=on_screen("Afficher/masquer la prévisualisation"))
        if (
            toggle.get_attribute("aria-expanded") != "true"
        ):  # the admin remembers it from one page to the next
            toggle.click()
        shown = self.page.frame_locator(PREVIEW).get_by_role("main")
        for sentence in words:
            expect(shown).to_contain_text(sentence)

    def schedule(self, moment: str) -> None:
        """Have the page appear at a moment, written as the field takes it."""
        self.page.get_by_role("button", name=on_screen("Afficher/masquer le statut")).click()
        self.page.get_by_role("button", name=self.says("Programmer")).click()
        dialog = self.page.get_by_role("dialog")
        self.set_moment("Date/heure de publication", moment, within=dialog)
        dialog.get_by_role("button", name=self.says("Enregistrer la programmation")).click()
        expect(dialog).to_be_hidden()
        expect(self.page.get_by_role("button", name="Modifier la programmation")).to_be_visible()

    def publish(self, button: str = "Publier", answer: str = "(a été|créée et) publiée") -> None:
        """Publish, whether the draft is kept already or not, and read the answer."""
        self.page.get_by_role("button", name=self.says("Plus d’actions")).click()
        self.page.get_by_role("button", name=self.says(button)).click()
        expect(self.page.get_by_text(re.compile(answer))).to_be_visible()

    def finish(self, mark: str, words: str) -> None:
        """Write in the place of a mark left to be completed, and of what follows it, in the first text that has one."""
        texts = self.page.get_by_role("main").locator("textarea")
        text = next(one for one in texts.all() if mark in one.input_value())
        text.fill(text.input_value().partition(mark)[0] + words)

    def click_add_slot(self, place: str) -> None:
        """On the plan of a page, add a slot in one place."""
        lane = self.page.get_by_role("region", name=self.says(place))
        lane.get_by_role("link", name=re.compile("^Ajouter")).click()
