using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;

namespace Cairn.Maturity.Api;

/// <summary>Who states, asks or approves: a person who holds the role really, as authentication saw it.</summary>
internal static class Speaker
{
    /// <summary>The role spoken in; the only fitting one when none is named.</summary>
    /// <exception cref="ApiException">403: nobody but people speak, and only in roles they hold; 400: several roles fit.</exception>
    public static string RoleOf(Actor actor, string? asRole, IReadOnlyList<string>? fitting = null)
    {
        if (actor.Kind != "person") throw ApiException.Forbidden("Only people state, ask and approve; this is a workload's token.");
        string[] held = [.. actor.Roles.Where(r => fitting is null || fitting.Contains(r))];
        if (asRole is null)
        {
            return held switch
            {
                [var only] => only,
                [] => throw ApiException.Forbidden($"{actor.Id} holds no role that may do this{Of(fitting)}.", "The owner grants roles: cairn people grant."),
                _ => throw ApiException.Invalid("as_role", $"{actor.Id} holds {string.Join(" and ", held)}: say which one speaks."),
            };
        }
        if (fitting is not null && !fitting.Contains(asRole)) throw ApiException.Invalid("as_role", $"This is said in the role {string.Join(" or ", fitting)}.");
        return held.Contains(asRole) ? asRole : throw ApiException.Forbidden($"{actor.Id} does not hold the role {asRole} in this project.", "The owner grants roles: cairn people grant.");
    }

    private static string Of(IReadOnlyList<string>? fitting) => fitting is null ? "" : $" ({string.Join(", ", fitting)})";
}
