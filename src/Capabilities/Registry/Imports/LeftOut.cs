using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>What is damaged there, not told or not accepted here is left out by name, and all else goes on. The next import asks for it again.</summary>
internal sealed class LeftOut(IDatabase database, ImportStateStore state)
{
    /// <summary>False when it was left out.</summary>
    /// <param name="item">Its name in the report.</param>
    public async Task<bool> TryAsync(ImportRow import, string item, Func<Task> bring)
    {
        try
        {
            await bring();
            return true;
        }
        catch (Exception fault) when (Why(fault) is { } why)
        {
            await database.WriteAsync(s => state.Leave(s, import.Source, item, why), Lane.Tracking);
            return false;
        }
    }

    // Anything else, as a source that went away, ends the import.
    private static string? Why(Exception fault) => fault switch
    {
        SourceRefusal refusal => refusal.Why,
        InvalidDataException or MlflowException or ApiException => fault.Message,
        _ => null,
    };
}
