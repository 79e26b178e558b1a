package io.passgate.backend;

import io.passgate.admission.LicenseOffice.Form;
import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.ContractException;
import io.passgate.contract.EnablerFile;
import io.passgate.contract.LicenseFile;
import io.passgate.contract.OfflineDefinition;
import io.passgate.contract.Signers;
import java.nio.file.Path;

/**
 * Where a site has its License Enabler File or offline definition, and how it is read. Immutable.
 *
 * @param path the file
 * @param form which of the two it is
 * @param reader reads its text
 */
record GivenFile(Path path, Form form, Reader reader) {

    /** Reads the text of one form. */
    interface Reader {
        LicenseFile read(String text, Signers signers, String place) throws ContractException;
    }

    static GivenFile of(LicenseForm.EnablerFile lef) {
        return lef(lef.file());
    }

    static GivenFile of(LicenseForm.OfflineDefinition offline) {
        return offline(offline.file());
    }

    static GivenFile lef(Path path) {
        return new GivenFile(path, Form.LICENSE_ENABLER_FILE, EnablerFile::read);
    }

    static GivenFile offline(Path path) {
        return new GivenFile(path, Form.OFFLINE_DEFINITION, OfflineDefinition::read);
    }

    /**
     * A license with the text that it was read from, which can be read again.
     *
     * @param text as it stood in the file
     * @param file what it says
     */
    record Held(String text, LicenseFile file) {}

    Held read(Signers signers) throws BackendException {
        return read(SiteFiles.read(path, "the " + form.words()), signers);
    }

    Held read(String text, Signers signers) throws BackendException {
        try {
            return new Held(text, reader.read(text, signers, path.toString()));
        } catch (ContractException e) {
            throw new BackendException(
                    Trouble.LICENSE_FILE, "the " + form.words() + " is not accepted: " + e.words(), e);
        }
    }
}
