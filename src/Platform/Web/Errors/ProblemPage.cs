using Cairn.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web;

/// <summary>A problem as people see it: what is wrong, where, and how to mend it, in the frame.</summary>
internal sealed class ProblemPage : IProblemPage
{
    public async Task WriteAsync(HttpContext context, ApiException problem)
    {
        var text = ErrorText.For(problem.Status);
        var what = problem.Status >= 500 ? text.What : problem.Message;
        var detail = problem.Status >= 500 ? problem.Message : null;
        var page = await Pages.Render<ErrorPage>(
            context, new(text.Title), new { text.Title, What = what, Where = problem.Field, Detail = detail, Mend = problem.Mend ?? text.Mend }, problem.Status);
        await page.ExecuteAsync(context);
    }
}
