using System.Collections.Concurrent;

namespace Cairn.Serving.Pipeline;

/// <summary>A refusal that many get: its words are written once in each protocol, for who floods must not cost what others need.</summary>
internal sealed class ReadyFault(RequestFault fault)
{
    private readonly ConcurrentDictionary<byte, ReadOnlyMemory<byte>> _bodies = new();

    public RequestFault Fault => fault;

    public ReadOnlyMemory<byte> In(IInferenceProtocol protocol) =>
        _bodies.GetOrAdd(protocol.Mark, static (_, of) => Answers.Written(json => of.protocol.WriteError(json, of.fault)), (protocol, fault));
}
