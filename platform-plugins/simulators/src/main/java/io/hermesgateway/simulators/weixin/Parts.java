package io.hermesgateway.simulators.weixin;

/** The parts of this far side, for those that answer calls. */
record Parts(
        String url,
        Bots bots,
        PollDesk polls,
        SendDesk sends,
        Uploads uploads,
        MediaStore media,
        Typing typing,
        LoginDesk logins,
        Inbox inbox,
        Faults faults) {

    String cdn() {
        return url + "/c2c";
    }

    String page() {
        return url + "/_sim/weixin/";
    }
}
