using Cairn.Identity;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Projects;

/// <summary>The page of everybody, in the projects the reader may see.</summary>
internal static class PeoplePages
{
    public static void Map(RouteGroupBuilder pages) => pages.MapGet("/people", ListAsync).ChecksProject();

    private static async Task<IResult> ListAsync(HttpContext context, ProjectDesk desk, IRoles roles, CancellationToken cancellation)
    {
        Access access = context.Access();
        IReadOnlyList<PersonRow> people = await desk.Database.ReadAsync(s => (IReadOnlyList<PersonRow>)
        [
            .. desk.Store.List(s, retired: false).Where(p => access.Sees(p.Name)).SelectMany(p => roles.PeopleOf(s, p.Name).Select(v => new PersonRow(v.Person, p.Name, v.Roles)))
                .OrderBy(r => r.Person, StringComparer.Ordinal).ThenBy(r => r.Project, StringComparer.Ordinal),
        ], cancellation);
        return await Pages.Render<PeoplePage>(context, new PageInfo("People", Section.People), new { People = people });
    }
}
