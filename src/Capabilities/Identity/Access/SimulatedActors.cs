using System.Text.RegularExpressions;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Microsoft.AspNetCore.Http;

namespace Cairn.Identity;

/// <summary>People of a simulated world, named by the header <c>X-Cairn-Actor: sim:name</c>. A real world refuses them.</summary>
internal sealed partial class SimulatedActors(World world)
{
    public const string Header = "X-Cairn-Actor";

    /// <summary>The simulated person who acts; null when the header is absent.</summary>
    /// <exception cref="ApiException">403 in a real world; 400 for another form.</exception>
    public string? Of(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue(Header, out var values)) return null;
        if (!world.Simulated)
        {
            throw new ApiException(403, "simulated-actor", "This ledger records the real world: nobody acts in another's name.") { Field = Header, Mend = "Leave the header out." };
        }
        return values.Count == 1 && IsPerson(values[0]!) ? values[0]
            : throw ApiException.Invalid(Header, "A simulated person is 'sim:' and a name of small letters, digits, '.', '_' and '-'.");
    }

    public static bool IsPerson(string id) => Form().IsMatch(id);

    [GeneratedRegex(@"\Asim:[a-z0-9][a-z0-9._-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
