using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cairn.Serving.Pipeline;

/// <summary>
/// Sends the spans of predictions by OTLP where the environment says so, with OpenTelemetry's own variables
/// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>OTEL_TRACES_SAMPLER</c>, …). Without the first nothing is made.
/// </summary>
internal sealed class TraceExport(IConfiguration configuration) : IHostedService
{
    private IDisposable? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) _provider = Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what waits.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _provider?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>On its own, so that its assemblies are read where spans are wanted only.</summary>
    private static IDisposable? Build() =>
        Sdk.CreateTracerProviderBuilder().AddSource(Tracing.SourceName).ConfigureResource(r => r.AddService("cairn-serving")).AddOtlpExporter().Build();
}
