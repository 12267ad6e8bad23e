package io.hermesgateway.core;

import io.hermesgateway.core.control.KernelControl;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.Rows;
import java.util.List;

final class NoPlatforms implements KernelControl.Platforms {
    @Override
    public List<Rows.Platform> rows() {
        return List.of();
    }

    @Override
    public Rows.Platform act(String id, String action) {
        throw new GatewayException(KernelError.NOT_FOUND, "No platform account is called " + id + ".");
    }
}
