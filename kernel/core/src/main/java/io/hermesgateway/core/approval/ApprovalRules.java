package io.hermesgateway.core.approval;

import io.hermesgateway.spi.approval.Reason;
import java.time.Duration;
import java.util.List;

/** What the operator configured about approvals; asked for each use, so that a change counts at once. */
public interface ApprovalRules {
    /** How long a delivered prompt waits for its answer. */
    Duration timeout();

    /** How long a prompt may stay undelivered. */
    Duration undeliveredAfter();

    /** Who decides about dangerous calls on this platform. */
    Mode mode(String platformId);

    /** Whether a question that nobody can be shown is answered with yes. */
    boolean allowUnattended(String platformId);

    /** Who may answer on this platform. */
    Approvers approvers(String platformId);

    /** Whether "always" was chosen for this reason ({@code command_allowlist}, both styles of keys). */
    boolean alwaysGranted(Reason reason);

    /** Keeps "always" for these reasons in the configuration file. */
    void grantAlways(List<Reason> reasons);

    /** Who decides. */
    enum Mode {
        /** People do. */
        MANUAL,
        /** A second opinion does where the matter is clear, people otherwise. */
        SMART,
        /** Nobody: everything but the forbidden runs. */
        OFF,
        /** Nobody: nothing dangerous runs. */
        DENY
    }

    /**
     * Who may answer.
     *
     * @param anyone whether everybody who may talk to the agent may answer
     * @param requester whether the one who asked may answer
     * @param userIds others who may, beside the admins
     * @param admins the platform's admins, who always may
     */
    record Approvers(boolean anyone, boolean requester, List<String> userIds, List<String> admins) {
        public static final Approvers REQUESTER = new Approvers(false, true, List.of(), List.of());

        public Approvers {
            userIds = List.copyOf(userIds);
            admins = List.copyOf(admins);
        }
    }
}
