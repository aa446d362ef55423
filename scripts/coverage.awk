# Reads an lcov report: prints the files whose lines are not all run, and the lines; fails below `floor` percent.

# Where the file's own tests begin; a number larger than every line if it has none.
function tests_begin(path,    line, number, marked) {
    marked = 0
    while ((getline line < path) > 0) {
        number++
        if (line ~ /^#\[cfg\((all\()?test/) marked = number
        else if (marked && line ~ /^mod [a-z_]+ \{/) { close(path); return marked }
        else if (line !~ /^#/) marked = 0
    }
    close(path)
    return 1e9
}

function shown(from, to) { return from == to ? from : from "-" to }

# Runs of lines that nothing ran, as `12, 40-43`.
function note(line) {
    if (last && line <= last + 1) { last = line; return }
    if (last) missed = missed (missed ? ", " : "") shown(first, last)
    first = last = line
}

/^SF:/ {
    path = substr($0, 4)
    end = tests_begin(path)
    name = index(path, root) == 1 ? substr(path, length(root) + 1) : path
    found = hit = last = 0
    missed = ""
}

/^DA:/ {
    split(substr($0, 4), part, ",")
    if (part[1] + 0 >= end) next
    found++
    if (part[2] + 0 > 0) hit++
    else note(part[1] + 0)
}

/^end_of_record/ {
    if (last) missed = missed (missed ? ", " : "") shown(first, last)
    if (hit < found) printf "%6.1f %%  %4d of %4d  %s: %s\n", 100 * hit / found, hit, found, name, missed
    all_found += found
    all_hit += hit
    files++
}

END {
    if (!all_found) { print "no line was measured"; exit 1 }
    percent = 100 * all_hit / all_found
    printf "%6.2f %%  %d of %d lines in %d files; at least %s %% are asked for\n", percent, all_hit, all_found, files, floor
    exit percent < floor
}
