using System.Buffers;

namespace Cairn.Serving;

/// <summary>Reads the counters; never slows a request.</summary>
public interface IServingMetrics
{
    ServingReading Read();

    /// <summary>Writes everything in the Prometheus text format 0.0.4.</summary>
    void WritePrometheus(IBufferWriter<byte> to);
}
