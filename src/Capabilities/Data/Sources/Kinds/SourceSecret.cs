using Cairn.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>The value of the secret that a source names.</summary>
internal static class SourceSecret
{
    /// <returns>Null when it names none.</returns>
    /// <exception cref="UnusableSourceException">It is not set.</exception>
    public static async Task<string?> OpenAsync(ISecrets secrets, SourceAsk ask, CancellationToken cancellation)
    {
        if (ask.Source.Secret is not { } name) return null;
        try
        {
            return (await secrets.OpenAsync(ask.Project, [name], cancellation)).GetValueOrDefault(name) ?? throw new UnusableSourceException($"The secret '{name}' is not set. Set it: cairn secrets set {name}");
        }
        catch (InvalidOperationException e)
        {
            throw new UnusableSourceException(e.Message);
        }
    }
}
