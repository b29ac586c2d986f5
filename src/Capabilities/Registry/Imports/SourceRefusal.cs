using System.Net;

namespace Cairn.Registry.Imports;

/// <summary>The source answered a call, and not with what was asked for.</summary>
internal sealed class SourceRefusal(HttpStatusCode status, string call) : IOException($"The source answered {(int)status} to {call}.")
{
    /// <summary>Why something is left out.</summary>
    public string Why => $"the source does not tell: {(int)status}";
}
