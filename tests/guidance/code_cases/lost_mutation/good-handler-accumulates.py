from aws_durable_execution_sdk_python import durable_execution, durable_step

import grades


@durable_step
def load_grade(step, course):
    return grades.load(course)


@durable_execution
def transcript(event, context):
    student = dict(event["student"])
    points = 0
    seen = {}
    courses = []
    for course in event["courses"]:
        grade = context.step(load_grade(course), name=f"grade-{course}")
        points += grade["points"]
        seen[course] = grade["letter"]
        courses.append(course)
        grade["course"] = course
    student["grades"] = seen
    student.update(points=points, courses=len(courses))
    return student
