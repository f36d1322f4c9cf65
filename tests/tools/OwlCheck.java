import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.profiles.Profiles;

/** Loads each file as Protege does, with the OWL API, and prints what it holds and what breaks the profiles. */
public final class OwlCheck {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            OWLOntology read = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(file));
            System.out.printf("read\t%s\t%d\t%d\t%d\t%d%n", file, read.getAxiomCount(),
                    (int) read.classesInSignature().count(), (int) read.objectPropertiesInSignature().count(),
                    (int) read.individualsInSignature().count());
            for (Profiles profile : new Profiles[] {Profiles.OWL2_DL, Profiles.OWL2_RL}) {
                OWLProfileReport report = profile.checkOntology(read);
                for (OWLProfileViolation violation : report.getViolations()) {
                    System.out.printf("%s\t%s\t%s%n", profile.name(), file, violation.toString().replace('\n', ' '));
                }
            }
        }
    }
}
