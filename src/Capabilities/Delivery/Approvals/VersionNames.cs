using System.Globalization;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Versions as people name them: <c>delay/14</c>, or by id.</summary>
internal static class VersionNames
{
    /// <summary>Null when the project has no such version.</summary>
    public static async Task<ModelVersionView?> FindAsync(IModels models, string project, string name, CancellationToken cancellation)
    {
        int slash = name.LastIndexOf('/');
        if (slash > 0 && int.TryParse(name.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return await models.FindAsync(project, name[..slash], number, cancellation);
        return await models.FindAsync(name, cancellation) is { } version && version.Project == project ? version : null;
    }
}
